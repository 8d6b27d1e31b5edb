using System.Diagnostics.CodeAnalysis;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

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
        var newest = await NewestRuns.ListAsync(context, rule.ModelName, rule.ServiceName, now, cancellationToken).ConfigureAwait(false);
        return newest.ConvertAll(pair => FindReason(pair.Monitor, pair.Run, now) is { } reason
            ? new NewestWindow(pair.Monitor, null, reason)
            : new NewestWindow(pair.Monitor, pair.Run, null));
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
