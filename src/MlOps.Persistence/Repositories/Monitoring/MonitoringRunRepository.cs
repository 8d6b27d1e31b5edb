using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Monitoring runs with their results.</summary>
public sealed class MonitoringRunRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new run. SaveChanges stores it.</summary>
    public void Add(MonitoringRun run) => context.MonitoringRuns.Add(run);

    public Task<MonitoringRun?> FindLatestAsync(CancellationToken cancellationToken = default) =>
        context.MonitoringRuns.OrderByDescending(run => run.Timestamp).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reads the runs with a timestamp in a window, the oldest first.</summary>
    public IAsyncEnumerable<MonitoringRun> StreamAsync(TimeWindow window) =>
        context.MonitoringRuns.AsNoTracking().During(window, run => run.Timestamp)
            .OrderBy(run => run.Timestamp)
            .AsAsyncEnumerable();

    /// <summary>Reads the latest windows of a monitor, the newest first. Of a window it reads the newest revision.</summary>
    public IAsyncEnumerable<MonitoringRun> StreamRecentAsync(Guid monitorId, int count) =>
        context.MonitoringRuns.AsNoTracking()
            .Where(run => run.MonitorId == monitorId)
            // A revision is a microsecond later than the one before it, and windows end at whole seconds.
            .Where(run => !context.MonitoringRuns.Any(later => later.MonitorId == monitorId && later.Revision == run.Revision + 1
                && later.Timestamp > run.Timestamp && later.Timestamp < run.Timestamp.AddSeconds(1)))
            .OrderByDescending(run => run.Timestamp)
            .Take(count)
            .AsAsyncEnumerable();
}
