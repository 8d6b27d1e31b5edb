using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class DriftMetricConfiguration : IEntityTypeConfiguration<DriftMetric>
{
    public void Configure(EntityTypeBuilder<DriftMetric> builder)
    {
        builder.ToTable("ml_drift_metrics");
        builder.Ignore(metric => metric.Counts);
        builder.Ignore(metric => metric.Evidence);

        builder.HasOne(metric => metric.ModelVersion).WithMany()
            .HasForeignKey(metric => new { metric.TenantId, metric.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasOne(metric => metric.MonitoringRun).WithMany()
            .HasForeignKey(metric => new { metric.TenantId, metric.MonitoringRunId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(metric => new { metric.TenantId, metric.ModelName, metric.CreatedAt });
        builder.HasIndex(metric => new { metric.TenantId, metric.CreatedAt }, "ix_ml_drift_metrics_alerts")
            .HasFilter("alert_level <> 'none'");

        builder.HasFiniteCheck(metric => metric.Statistic);
        builder.HasRangeCheck(metric => metric.PValue, 0, 1);
        builder.HasNotNegativeCheck(metric => metric.Threshold);
        builder.HasNotNegativeCheck(metric => metric.CriticalThreshold);
        builder.HasNotNegativeCheck(metric => metric.VaeReconstructionError);
        builder.HasCheck("drifted", "drifted = (alert_level <> 'none')");
        builder.HasCheck(
            "thresholds",
            "case criterion when 'statistic_at_least' then critical_threshold >= threshold " +
            "else threshold <= 1 and (critical_threshold is null or critical_threshold <= threshold) end");
        builder.HasCheck(
            "verdict",
            "alert_level = case " +
            "when criterion = 'statistic_at_least' and statistic >= critical_threshold then 'critical' " +
            "when criterion = 'statistic_at_least' and statistic >= threshold then 'warning' " +
            "when criterion = 'statistic_at_least' then 'none' when p_value is null then 'no p-value' " +
            "when p_value <= critical_threshold then 'critical' when p_value <= threshold then 'warning' " +
            "else 'none' end");
        builder.HasCheck("windows", "reference_start < reference_end and current_start < current_end");
        builder.HasCheck("sizes", "reference_size >= 0 and current_size >= 0");
        builder.HasCheck(
            "counts",
            "coalesce(cardinality(reference_counts) = cardinality(current_counts) " +
            "and (categories is null or cardinality(categories) = cardinality(reference_counts)) " +
            "and (bin_edges is null or abs(cardinality(bin_edges) - cardinality(reference_counts)) <= 1), " +
            "num_nonnulls(bin_edges, categories, reference_counts, current_counts) = 0)");
        builder.HasCheck("evidence", "num_nulls(service_name, reference_hash, current_hash) in (0, 3)");
        builder.HasCheck(
            "segment",
            "num_nulls(segment_feature, segment_kind, segment_cap) in (0, 3) " +
            "and (segment_cap >= 1) is not false and (segment_feature <> '') is not false " +
            "and (segment_name is not null) = coalesce(segment_kind = 'named', false) " +
            "and (segment_feature is null or service_name is not null)");
    }
}
