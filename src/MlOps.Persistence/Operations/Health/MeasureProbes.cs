using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Operations.Health;

/// <summary>What is checked by the metrics of alert rules, each with its limits.</summary>
internal static class MeasureProbes
{
    // Labels come late, so that an hour has few of them.
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static readonly IReadOnlyList<IHealthProbe> All =
    [
        // Minutes that are unusual, by the weeks before: an hour can be chance in a service with few predictions, two cannot.
        new MeasureProbe(
            "recent activity", AlertMetrics.MinutesWithoutPredictions, 60, 120, Day, "No service makes fewer predictions than usual."),
        // A service that is wrong in one answer of five is worth a look, and in three of ten it is not to be relied on.
        new MeasureProbe("error rates", AlertMetrics.ErrorRate, 0.2, 0.3, Day, "No service has too many errors."),
        // Writes. A writer that keeps up has emptied its queue before so many wait.
        new MeasureProbe("writer queues", AlertMetrics.WriterQueue, 100, 200, Day, "No writer has a long queue.") { NeedsValue = true },
        // Milliseconds. A batch takes some of them; with a second for each, a busy service has a queue that grows.
        new MeasureProbe("write latency", AlertMetrics.WriteLatencyMs, 100, 1000, Day, "All writers store their batches fast enough."),
        // Bytes of the whole database. No size is unhealthy by itself: a disk that fills up has an alert of its own.
        new MeasureProbe(
            "database size", AlertMetrics.DatabaseBytes, 10e9, double.MaxValue, Day, "The whole database is smaller than 10 GB."),
        // Minutes. A process that runs jobs looks for them every 15 seconds; most jobs are due every hour.
        new MeasureProbe("overdue jobs", AlertMetrics.JobOverdueMinutes, 10, 60, Day, "No job is overdue.")
        {
            Measure = new JobMeasure(AlertMetrics.JobOverdueMinutes) { IncludesAlertJob = true },
        },
        // In a row. A job that fails is tried again by itself, and the first failures can be those of a moment.
        new MeasureProbe("failing jobs", AlertMetrics.JobFailures, 0, 4, Day, "No job fails.")
        {
            Measure = new JobMeasure(AlertMetrics.JobFailures) { IncludesAlertJob = true },
        },
    ];
}
