using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>The newest window that a monitor has evaluated.</summary>
/// <param name="Monitor">The monitor.</param>
/// <param name="Run">What it found. Null if there is none, or none that is recent and large enough.</param>
/// <param name="MissingReason">Why there is none.</param>
internal sealed record NewestWindow(ServiceMonitor Monitor, MonitoringRun? Run, string? MissingReason)
{
    [MemberNotNullWhen(true, nameof(Run))]
    public bool IsThere => Run is not null;

    /// <summary>Finds that of each monitor that a rule is about.</summary>
    public static async Task<List<NewestWindow>> ListAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var monitors = await context.Monitors.AsNoTracking()
            .Where(monitor => rule.ServiceName == null || monitor.ServiceName == rule.ServiceName)
            .Where(monitor => rule.ModelName == null || monitor.ModelName == rule.ModelName)
            .OrderBy(monitor => monitor.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var windows = new List<NewestWindow>();
        foreach (var monitor in monitors)
        {
            var run = await context.MonitoringRuns.AsNoTracking()
                .Where(run => run.MonitorId == monitor.Id && run.Timestamp <= now)
                .OrderByDescending(run => run.Timestamp)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            var reason = FindReason(monitor, run, now);
            windows.Add(new NewestWindow(monitor, reason is null ? run : null, reason));
        }

        return windows;
    }

    private static string? FindReason(ServiceMonitor monitor, MonitoringRun? run, DateTimeOffset now)
    {
        if (run is null)
            return $"{monitor} has evaluated no window yet.";

        if (run.WindowEnd + monitor.Delay + (3 * monitor.Every) < now)
            return $"The last window that {monitor} has evaluated ended at {Shown.Time(run.WindowEnd)}.";

        return run.NumPredictions < monitor.MinSample
            ? $"The window until {Shown.Time(run.WindowEnd)} has {run.NumPredictions} predictions, and {monitor} needs {monitor.MinSample}."
            : null;
    }
}
