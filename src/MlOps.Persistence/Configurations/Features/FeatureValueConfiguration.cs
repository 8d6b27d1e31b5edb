using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Features;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Features;

internal sealed class FeatureValueConfiguration : IEntityTypeConfiguration<FeatureValue>
{
    public void Configure(EntityTypeBuilder<FeatureValue> builder)
    {
        builder.ToTable("ml_feature_store");
        builder.Property(value => value.KnownAt).HasSqlDefault("now()");
        builder.IsSlicedByTime(value => value.Id, SliceInterval.Month, value => value.CreatedAt);

        builder.HasOne(value => value.Feature).WithMany()
            .HasForeignKey(value => new { value.TenantId, value.FeatureName })
            .HasPrincipalKey(feature => new { feature.TenantId, feature.Name })
            .OnDelete(DeleteBehavior.Restrict);

        // The value that became known last comes first.
        builder.HasIndex(value => new { value.TenantId, value.FeatureName, value.EntityId, value.EventTime, value.KnownAt })
            .IsDescending(false, false, false, true, true);

        builder.HasCheck("known_at", "known_at = created_at");
        builder.HasRangeCheck(value => value.QualityScore, 0, 1);
        builder.HasRangeCheck(value => value.CompletenessScore, 0, 1);
    }
}
