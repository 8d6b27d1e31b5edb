using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>What prediction writers last said of themselves. For a process with several, it is all queues together.</summary>
internal sealed class WriterMeasure(string metric) : IAlertMeasure
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(2);

    // Clocks differ. A report of a later time than that says nothing of the present that is asked about.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    public string Metric => metric;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var writers = await context.WriterReports.AsNoTracking()
            .Where(writer => writer.StoppedAt == null && writer.SeenAt > now - Remembered && writer.SeenAt <= now + Ahead)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return writers.Count == 0
            ? [Measured.Missing("", $"No prediction writer has reported in the last {Shown.Span(Remembered)}.")]
            : [.. writers.GroupBy(writer => $"{writer.Host}:{writer.ProcessId}").Select(process => Judge(process.Key, [.. process], now))];
    }

    private Measured Judge(string process, List<WriterReport> writers, DateTimeOffset now)
    {
        var live = writers.FindAll(writer => writer.SeenAt >= now - Silent);
        if (live.Count == 0)
        {
            var last = writers.Max(writer => writer.SeenAt);
            return Measured.Missing(process, $"The writer of process {process} has given no sign of life since {Shown.Time(last)}.");
        }

        return metric == AlertMetrics.WriterQueue ? JudgeQueue(process, live) : JudgeLatency(process, live);
    }

    private static Measured JudgeQueue(string process, List<WriterReport> writers)
    {
        var queue = writers.Sum(writer => writer.QueueLength);
        var error = writers.Where(writer => writer.LastError is not null).MaxBy(writer => writer.LastErrorAt);
        return Measured.Of(
            process,
            queue,
            $"{queue} writes of process {process} wait, the oldest one for {Shown.Span(writers.Max(writer => writer.OldestAge))}." +
            (error is null ? "" : $" Its last error, at {Shown.Time(error.LastErrorAt!.Value)}: {error.LastError}"),
            "See whether the database is slow or away. The writes are not lost: the writer goes on by itself.");
    }

    private static Measured JudgeLatency(string process, List<WriterReport> writers) =>
        writers.Max(writer => writer.FlushLatency) is { } latency
            ? Measured.Of(
                process,
                latency.TotalMilliseconds,
                $"The last batch of process {process} took {Shown.Number(latency.TotalMilliseconds)} ms.",
                "See what else the database does: SELECT * FROM pg_stat_activity WHERE state <> 'idle'.")
            : Measured.Missing(process, $"The writer of process {process} has stored nothing yet.");
}
