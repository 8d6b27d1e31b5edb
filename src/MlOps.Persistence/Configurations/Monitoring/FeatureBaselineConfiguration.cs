using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class FeatureBaselineConfiguration : IEntityTypeConfiguration<FeatureBaseline>
{
    public const string UniqueFeature = "ux_ml_feature_baselines_feature";

    public void Configure(EntityTypeBuilder<FeatureBaseline> builder)
    {
        builder.ToTable("ml_feature_baselines");
        builder.IsAudited();

        builder.HasOne(baseline => baseline.ModelVersion).WithMany()
            .HasForeignKey(baseline => new { baseline.TenantId, baseline.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(baseline => new { baseline.TenantId, baseline.ModelVersionId, baseline.FeatureName }, UniqueFeature).IsUnique();

        builder.HasCheck("data", "data_start < data_end");
        builder.HasCheck(
            "edges",
            "num_nonnulls(edges, categories) = 1 and num_nulls(edges, compared_edges) <> 1 " +
            "and (edges @> compared_edges) is not false and array_position(categories, null) is null");
        builder.HasCheck(
            "counts",
            "cardinality(counts) = coalesce(cardinality(edges), cardinality(categories)) + 1 " +
            "and array_position(counts, null) is null and missing >= 0");
        builder.HasFiniteCheck(baseline => baseline.Mean);
        builder.HasCheck(
            "range",
            "num_nulls(lowest, highest) = case when edges is null then 2 else 0 end " +
            "and (lowest <= highest and lowest > '-Infinity' and highest < 'Infinity') is not false");
    }
}
