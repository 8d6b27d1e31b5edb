using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>The share of features that drifted, in the newest window of each monitor.</summary>
internal sealed class FeatureDriftMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.FeatureDriftRatio;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var windows = await NewestWindow.ListAsync(context, rule, now, cancellationToken).ConfigureAwait(false);
        return windows.Count > 0
            ? windows.ConvertAll(Judge)
            : [Measured.Missing("", "No monitor measures drift. There is none, or their jobs are disabled.")];
    }

    private static Measured Judge(NewestWindow window) => window.IsThere
        ? Measured.Of(
            window.Monitor.Name,
            window.Run.FeatureDriftRatio,
            $"{Shown.Percent(window.Run.FeatureDriftRatio)} of the features of service '{window.Monitor.ServiceName}' have drifted " +
            $"({window.Run.NumDriftedFeatures}), in the {window.Run.LookbackHours} hours until {Shown.Time(window.Run.WindowEnd)}.",
            $"Type \"mlops drift list --monitor '{window.Monitor.Name}' --drifted\" to see each of them.")
        : Measured.Missing(window.Monitor.Name, window.MissingReason!);
}
