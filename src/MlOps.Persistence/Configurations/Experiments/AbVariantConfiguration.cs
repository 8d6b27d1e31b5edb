using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Experiments;

namespace MlOps.Persistence.Configurations.Experiments;

internal sealed class AbVariantConfiguration : IEntityTypeConfiguration<AbVariant>
{
    public void Configure(EntityTypeBuilder<AbVariant> builder)
    {
        builder.ToTable("ab_testing_variants");

        builder.HasIndex(variant => new { variant.TenantId, variant.ExperimentId, variant.Name }).IsUnique();
        builder.HasIndex(
                variant => new { variant.TenantId, variant.ExperimentId }, "ux_ab_testing_variants_one_control")
            .IsUnique().HasFilter("is_control");

        builder.HasCheck("planned_share", "planned_share > 0 and planned_share <= 1");
    }
}
