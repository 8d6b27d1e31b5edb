using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class MonitoringRunConfiguration : IEntityTypeConfiguration<MonitoringRun>
{
    public void Configure(EntityTypeBuilder<MonitoringRun> builder)
    {
        builder.ToTable("monitoring_metrics");

        builder.HasIndex(run => new { run.TenantId, run.Timestamp }).IsUnique();

        builder.HasCheck("lookback_hours", "lookback_hours > 0");
        builder.HasCheck("counts", "num_predictions >= 0 and num_drifted_features >= 0");
        builder.HasRangeCheck(run => run.PositiveRate, 0, 1);
        builder.HasRangeCheck(run => run.ProbabilityMean, 0, 1);
        builder.HasRangeCheck(run => run.FeatureDriftRatio, 0, 1);
        builder.HasCheck(
            "spread",
            "probability_std >= 0 and probability_std < 'Infinity' and entropy >= 0 and entropy < 'Infinity'");
    }
}
