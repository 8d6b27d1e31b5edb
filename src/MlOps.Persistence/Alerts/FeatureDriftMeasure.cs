using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>The share of features that drifted, in the newest window of each monitor.</summary>
internal sealed class FeatureDriftMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.FeatureDriftRatio;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var monitors = await context.Monitors.AsNoTracking()
            .Where(monitor => rule.ServiceName == null || monitor.ServiceName == rule.ServiceName)
            .Where(monitor => rule.ModelName == null || monitor.ModelName == rule.ModelName)
            .OrderBy(monitor => monitor.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var measured = new List<Measured>();
        foreach (var monitor in monitors)
        {
            var run = await context.MonitoringRuns.AsNoTracking()
                .Where(run => run.MonitorId == monitor.Id && run.Timestamp <= now)
                .OrderByDescending(run => run.Timestamp)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            measured.Add(Judge(monitor, run, now));
        }

        return measured.Count > 0 ? measured : [Measured.Missing("", "There is no monitor that measures drift.")];
    }

    private static Measured Judge(ServiceMonitor monitor, MonitoringRun? run, DateTimeOffset now)
    {
        if (run is null)
            return Measured.Missing(monitor.Name, $"{monitor} has evaluated no window yet.");

        if (run.WindowEnd + monitor.Delay + (3 * monitor.Every) < now)
            return Measured.Missing(monitor.Name, $"The last window that {monitor} has evaluated ended at {Shown.Time(run.WindowEnd)}.");

        return run.NumPredictions < monitor.MinSample
            ? Measured.Missing(
                monitor.Name,
                $"The window until {Shown.Time(run.WindowEnd)} has {run.NumPredictions} predictions, and {monitor} needs " +
                $"{monitor.MinSample}.")
            : Measured.Of(
                monitor.Name,
                run.FeatureDriftRatio,
                $"{Shown.Percent(run.FeatureDriftRatio)} of the features of service '{monitor.ServiceName}' have drifted " +
                $"({run.NumDriftedFeatures}), in the {run.LookbackHours} hours until {Shown.Time(run.WindowEnd)}.",
                $"Type \"mlops drift list --monitor '{monitor.Name}' --drifted\" to see each of them.");
    }
}
