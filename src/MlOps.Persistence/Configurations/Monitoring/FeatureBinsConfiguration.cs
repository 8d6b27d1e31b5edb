using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class FeatureBinsConfiguration : IEntityTypeConfiguration<FeatureBins>
{
    public void Configure(EntityTypeBuilder<FeatureBins> builder)
    {
        builder.ToTable("ml_feature_bins");
        builder.IsNotRecorded();
        builder.Ignore(bins => bins.Count);

        builder.HasOne(bins => bins.Monitor).WithMany()
            .HasForeignKey(bins => new { bins.TenantId, bins.MonitorId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(bins => new { bins.TenantId, bins.MonitorId, bins.FeatureName, bins.AreSegments }, "ux_ml_feature_bins_feature")
            .IsUnique();

        builder.HasCheck(
            "edges",
            "num_nonnulls(edges, categories) = 1 and num_nulls(edges, compared_edges) <> 1 " +
            "and (edges @> compared_edges) is not false and (cardinality(compared_edges) > 0) is not false");
        builder.HasCheck("segments", "not (are_segments and categories is null)");
        builder.HasCheck("categories", "array_position(categories, null) is null");
        builder.HasCheck("reference", "reference_start < reference_end");
    }
}
