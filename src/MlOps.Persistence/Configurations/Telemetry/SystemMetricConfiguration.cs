using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Telemetry;

internal sealed class SystemMetricConfiguration : IEntityTypeConfiguration<SystemMetric>
{
    public void Configure(EntityTypeBuilder<SystemMetric> builder)
    {
        builder.ToTable("system_performance_metrics");
        builder.IsNotRecorded();
        builder.IsSlicedByTime(metric => metric.Id, SliceInterval.Day, metric => metric.CreatedAt);

        builder.Property(metric => metric.Name).HasColumnName("metric_name");

        builder.HasIndex(metric => new { metric.TenantId, metric.Source, metric.Name, metric.CreatedAt });

        builder.HasFiniteCheck(metric => metric.Value);
    }
}
