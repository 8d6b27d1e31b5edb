using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class PerformanceMetricConfiguration : IEntityTypeConfiguration<PerformanceMetric>
{
    public void Configure(EntityTypeBuilder<PerformanceMetric> builder)
    {
        builder.ToTable("ml_performance_metrics");
        builder.Property(metric => metric.IsEstimate).HasSqlDefault("false");

        builder.HasIndex(
            metric => new { metric.TenantId, metric.ServiceName, metric.Metric, metric.WindowStart, metric.WindowEnd },
            "ux_ml_performance_metrics_window").IsUnique().HasFilter("monitoring_run_id is null");
        builder.HasIndex(metric => new { metric.TenantId, metric.ServiceName, metric.Metric, metric.WindowStart });

        builder.HasFiniteCheck(metric => metric.Value);
        builder.HasCheck("window", "window_start < window_end");
        builder.HasNotNegativeCheck(metric => metric.SampleCount);
        builder.HasCheck(
            "segment",
            "num_nulls(segment_feature, segment_kind) in (0, 2) " +
            "and (segment_name is not null) = coalesce(segment_kind = 'named', false)");
    }
}
