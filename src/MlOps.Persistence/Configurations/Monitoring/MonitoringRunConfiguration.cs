using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class MonitoringRunConfiguration : IEntityTypeConfiguration<MonitoringRun>
{
    public const string WindowOnce = "ux_monitoring_metrics_window";

    public void Configure(EntityTypeBuilder<MonitoringRun> builder)
    {
        builder.ToTable("monitoring_metrics");
        builder.Property(run => run.DatasetDriftDetected).HasSqlDefault("false");
        builder.Property(run => run.FeatureDriftRatio).HasSqlDefault("0");
        builder.Property(run => run.NumDriftedFeatures).HasSqlDefault("0");

        builder.Ignore(run => run.WindowEnd);
        builder.Ignore(run => run.Hashes);

        builder.HasOne(run => run.Monitor).WithMany()
            .HasForeignKey(run => new { run.TenantId, run.MonitorId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasMany(run => run.Performance).WithOne()
            .HasForeignKey(metric => new { metric.TenantId, metric.MonitoringRunId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(run => new { run.TenantId, run.Timestamp });
        builder.HasIndex(run => new { run.TenantId, run.Timestamp }, "ux_monitoring_metrics_timestamp")
            .IsUnique().HasFilter("monitor_id is null");
        // The timestamp holds the end of the window and the revision.
        builder.HasIndex(run => new { run.TenantId, run.MonitorId, run.Timestamp }, WindowOnce)
            .IsUnique().HasFilter("monitor_id is not null");

        builder.HasCheck("lookback_hours", "lookback_hours > 0");
        builder.HasCheck(
            "revision",
            "num_nulls(monitor_id, revision, num_labelled, predictions_hash, labels_hash, reference_hash) in (0, 6) " +
            "and (revision between 1 and 1000000) is not false and (num_labelled between 0 and num_predictions) is not false");
        builder.HasCheck("counts", "num_predictions >= 0 and num_drifted_features >= 0");
        builder.HasRangeCheck(run => run.PositiveRate, 0, 1);
        builder.HasRangeCheck(run => run.ProbabilityMean, 0, 1);
        builder.HasRangeCheck(run => run.FeatureDriftRatio, 0, 1);
        builder.HasCheck(
            "spread",
            "probability_std >= 0 and probability_std < 'Infinity' and entropy >= 0 and entropy < 'Infinity'");
    }
}
