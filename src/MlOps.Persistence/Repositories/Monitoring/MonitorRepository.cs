using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Configurations.Governance;
using MlOps.Persistence.Configurations.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Monitors, with the jobs that evaluate their windows.</summary>
public sealed class MonitorRepository(MlOpsDbContext context)
{
    public Task<ServiceMonitor?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        context.Monitors.SingleOrDefaultAsync(monitor => monitor.Name == name, cancellationToken);

    /// <exception cref="MlOpsException">There is no such monitor.</exception>
    public async Task<ServiceMonitor> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await FindAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no monitor '{name}'.");

    /// <summary>Reads all monitors, by name.</summary>
    public IAsyncEnumerable<ServiceMonitor> StreamAsync() =>
        context.Monitors.AsNoTracking().OrderBy(monitor => monitor.Name).AsAsyncEnumerable();

    /// <summary>Stores a monitor with its job, and saves the context.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="from">The first window that is evaluated ends at this time or after it. It may be in the past.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="MlOpsException">There is a monitor of this name already.</exception>
    public async Task<Job> StartAsync(
        ServiceMonitor monitor, DateTimeOffset from, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        await MissingJob.EnsureAsync(context, DefaultJobs.LateRows(at), cancellationToken).ConfigureAwait(false);
        var job = Job.Watch(monitor, from, at);
        context.Add(monitor);
        context.Add(job);
        await context.SaveOrConflictAsync(
            [monitor, job],
            [ServiceMonitorConfiguration.UniqueName, JobConfiguration.UniqueName],
            $"There is a monitor '{monitor.Name}' already. A monitor never changes, so give the new one another name.",
            cancellationToken).ConfigureAwait(false);
        return job;
    }
}
