using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Features;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Features;

internal sealed class FeatureConfiguration : IEntityTypeConfiguration<Feature>
{
    public void Configure(EntityTypeBuilder<Feature> builder)
    {
        builder.ToTable("ml_features");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(feature => feature.UpdatedAt);

        builder.HasAlternateKey(feature => new { feature.TenantId, feature.Name });

        builder.HasNotNegativeCheck(feature => feature.Freshness);
    }
}
