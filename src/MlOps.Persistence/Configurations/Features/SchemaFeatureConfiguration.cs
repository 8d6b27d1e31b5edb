using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Features;

namespace MlOps.Persistence.Configurations.Features;

internal sealed class SchemaFeatureConfiguration : IEntityTypeConfiguration<SchemaFeature>
{
    public void Configure(EntityTypeBuilder<SchemaFeature> builder)
    {
        builder.ToTable("ml_schema_features");
        builder.IsAppendOnly();

        builder.HasOne(feature => feature.Feature).WithMany()
            .HasForeignKey(feature => new { feature.TenantId, feature.FeatureId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(feature => new { feature.TenantId, feature.SchemaId, feature.Name }).IsUnique();
        builder.HasIndex(feature => new { feature.TenantId, feature.SchemaId, feature.Ordinal }).IsUnique();
        builder.HasIndex(feature => new { feature.TenantId, feature.SchemaId, feature.Type, feature.Position }).IsUnique();

        builder.HasFiniteCheck(feature => feature.ExpectedMin);
        builder.HasFiniteCheck(feature => feature.ExpectedMax);
        builder.HasCheck("expected_range", "expected_min <= expected_max");
        builder.HasCheck("numbers_have_ranges", "type = 'number' or num_nonnulls(expected_min, expected_max) = 0");
        builder.HasCheck("places", "position between 1 and ordinal");
    }
}
