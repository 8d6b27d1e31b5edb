using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>The newest windows of monitors.</summary>
internal static class NewestRuns
{
    /// <summary>
    /// Reads the last revision of the newest window of each monitor, by the name of the monitor. It is null if there was none by then. A
    /// monitor with a disabled job is not read: it is stopped, and its last window gets old.
    /// </summary>
    public static async Task<List<(ServiceMonitor Monitor, MonitoringRun? Run)>> ListAsync(
        MlOpsDbContext context, string? modelName, string? serviceName, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var monitors = await context.Monitors.AsNoTracking()
            .Where(monitor => modelName == null || monitor.ModelName == modelName)
            .Where(monitor => serviceName == null || monitor.ServiceName == serviceName)
            .Where(monitor => !context.Jobs.Any(job => job.MonitorId == monitor.Id && !job.IsEnabled))
            .OrderBy(monitor => monitor.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<(ServiceMonitor, MonitoringRun?)>();
        foreach (var monitor in monitors)
        {
            found.Add((monitor, await context.MonitoringRuns.AsNoTracking()
                .Where(run => run.MonitorId == monitor.Id && run.Timestamp <= now)
                .OrderByDescending(run => run.Timestamp)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)));
        }

        return found;
    }

    /// <summary>Reads those of a model that there are.</summary>
    public static async Task<IReadOnlyList<(string Monitor, MonitoringRun Run)>> ListOfModelAsync(
        MlOpsDbContext context, string modelName, DateTimeOffset now, CancellationToken cancellationToken) =>
    [
        .. (await ListAsync(context, modelName, null, now, cancellationToken).ConfigureAwait(false))
        .Where(newest => newest.Run is not null).Select(newest => (newest.Monitor.Name, newest.Run!)),
    ];
}
