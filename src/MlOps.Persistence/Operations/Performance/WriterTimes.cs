using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>How long the last batch of each prediction writer took, as it said itself.</summary>
internal sealed class WriterTimes : IPerformancePart
{
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    private const string BusySessions = "SELECT * FROM pg_stat_activity WHERE state <> 'idle'";

    public string Check => "writers";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var writers = await context.WriterReports.AsNoTracking()
            .Where(writer => writer.StoppedAt == null && writer.SeenAt > now - Recent && writer.FlushLatency != null)
            .OrderByDescending(writer => writer.FlushLatency)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return writers.Count == 0
            ? [new PerformanceFinding(Check, "", "No prediction writer has stored a batch in the last hour.")]
            : writers.ConvertAll(writer => new PerformanceFinding(
                Check,
                $"{writer.Host}:{writer.ProcessId}",
                $"The last batch took {Shown.Number(writer.FlushLatency!.Value.TotalMilliseconds)} ms. " +
                $"{writer.Stored} writes are stored, and {writer.QueueLength} are on their way.",
                writer.FlushLatency > Slow ? "See what keeps the database busy while it writes." : null,
                writer.FlushLatency > Slow ? BusySessions : null));
    }
}
