using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>What monitoring runs found.</summary>
public sealed class MonitoringRunRepository(MlOpsDbContext context)
{
    public void Add(MonitoringRun run) => context.MonitoringRuns.Add(run);

    public Task<MonitoringRun?> FindLatestAsync(CancellationToken cancellationToken = default) =>
        context.MonitoringRuns.AsNoTracking().OrderByDescending(run => run.Timestamp).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The runs of a window, oldest first.</summary>
    public IAsyncEnumerable<MonitoringRun> StreamAsync(TimeWindow window) =>
        context.MonitoringRuns.AsNoTracking()
            .Where(run => run.Timestamp >= window.Start && run.Timestamp < window.End)
            .OrderBy(run => run.Timestamp)
            .AsAsyncEnumerable();
}
