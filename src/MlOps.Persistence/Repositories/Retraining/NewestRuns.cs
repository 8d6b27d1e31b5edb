using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>The newest windows of the monitors of a model.</summary>
internal static class NewestRuns
{
    /// <summary>Reads the last revision of the newest window of each monitor, by the name of the monitor.</summary>
    public static async Task<IReadOnlyList<(string Monitor, MonitoringRun Run)>> ListAsync(
        MlOpsDbContext context, string modelName, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<(string, MonitoringRun)>();
        foreach (var monitor in await context.Monitors.AsNoTracking().Where(monitor => monitor.ModelName == modelName)
            .OrderBy(monitor => monitor.Name).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            var run = await context.MonitoringRuns.AsNoTracking()
                .Where(run => run.MonitorId == monitor.Id && run.Timestamp <= now)
                .OrderByDescending(run => run.Timestamp)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (run is not null)
                found.Add((monitor.Name, run));
        }

        return found;
    }
}
