using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Experiments;

namespace MlOps.Persistence.Configurations.Experiments;

internal sealed class AbResultConfiguration : IEntityTypeConfiguration<AbResult>
{
    public void Configure(EntityTypeBuilder<AbResult> builder)
    {
        builder.ToTable("ab_testing_results");

        builder.HasOne(result => result.Variant).WithMany(variant => variant.Results)
            .HasForeignKey(result => new { result.TenantId, result.VariantId })
            .OnDelete(DeleteBehavior.Cascade);

        // A window that an application sends twice must not count twice.
        builder.HasIndex(result => new { result.TenantId, result.VariantId, result.WindowStart }).IsUnique();

        builder.HasCheck("window", "window_start < window_end");
        builder.HasNotNegativeCheck(result => result.Assignments);
        builder.HasCheck("conversions", "conversions between 0 and assignments");
        builder.HasFiniteCheck(result => result.ValueMean);
        builder.HasNotNegativeCheck(result => result.ValueVariance);
        builder.HasCheck(
            "kind", "num_nonnulls(conversions, value_mean) = 1 and (value_mean is null) = (value_variance is null)");
    }
}
