using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Features;

namespace MlOps.Persistence.Configurations.Features;

internal sealed class FeatureSchemaConfiguration : IEntityTypeConfiguration<FeatureSchema>
{
    public void Configure(EntityTypeBuilder<FeatureSchema> builder)
    {
        builder.ToTable("ml_feature_schemas");
        builder.IsAppendOnly();

        builder.HasMany(schema => schema.Features).WithOne()
            .HasForeignKey(feature => new { feature.TenantId, feature.SchemaId })
            .OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(schema => schema.Features).AutoInclude();

        builder.HasIndex(schema => new { schema.TenantId, schema.Name, schema.Version }).IsUnique();

        builder.HasCheck("version", "version >= 1");
        builder.HasCheck("counts", "number_count >= 0 and category_count >= 0 and number_count + category_count >= 1");
    }
}
