using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Monitoring;

/// <summary>The rules that every tenant begins with. They are added by name where they are missing, and never changed.</summary>
public static class DefaultAlertRules
{
    /// <summary>The name of the rule about the quality of tables.</summary>
    public const string LowQuality = "low data quality";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Creates all of them.</summary>
    public static IReadOnlyList<AlertRule> Create(DateTimeOffset at) =>
    [
        Above("no predictions", AlertMetrics.MinutesWithoutPredictions, 60, Hour, AlertLevel.Critical, at, clear: 10),
        Above("many errors", AlertMetrics.ErrorRate, 0.2, Day, AlertLevel.Warning, at, clear: 0.18),
        Above("very many errors", AlertMetrics.ErrorRate, 0.3, Day, AlertLevel.Critical, at, clear: 0.27),
        Above("accuracy below baseline", AlertMetrics.AccuracyDrop, 0.2, Day, AlertLevel.Critical, at, clear: 0.18),
        Above("features drifted", AlertMetrics.FeatureDriftRatio, 0.5, Day, AlertLevel.Warning, at),
        Above("attributions changed", AlertMetrics.AttributionDrift, AttributionDrift.UsualLimit, Day, AlertLevel.Warning, at),
        Above("long write queue", AlertMetrics.WriterQueue, 100, 5 * Minute, AlertLevel.Warning, at, clear: 50, breaches: 3),
        Above("very long write queue", AlertMetrics.WriterQueue, 200, 5 * Minute, AlertLevel.Critical, at, clear: 100, breaches: 3),
        Above("slow writes", AlertMetrics.WriteLatencyMs, 100, 5 * Minute, AlertLevel.Warning, at, clear: 80, breaches: 3),
        Above("learning events late", AlertMetrics.EventLagSeconds, 300, Hour, AlertLevel.Warning, at, clear: 60, breaches: 2),
        AlertRule.Define(
            LowQuality, AlertMetrics.QualityScore, AlertCondition.Below, 0.9, Day, AlertLevel.Warning, at),
        AlertRule.Define(
            "low feature quality", AlertMetrics.FeatureQuality, AlertCondition.Below, 0.9, Day, AlertLevel.Warning, at),
        Above("high reconstruction error", AlertMetrics.VaeReconstructionError, 1, Day, AlertLevel.Warning, at),
        Above("slow inference", AlertMetrics.InferenceTimeMs, 100, Hour, AlertLevel.Warning, at, clear: 80),
        Above("large database", AlertMetrics.DatabaseBytes, 10_000_000_000, Hour, AlertLevel.Warning, at, clear: 9_500_000_000),
        Above("resource nearly full", AlertMetrics.ResourceUtilization, 0.85, Hour, AlertLevel.Critical, at, clear: 0.8, breaches: 2),
        Above("slow queries", AlertMetrics.QueryTimeRatio, 2, 4 * Hour, AlertLevel.Warning, at, clear: 1.5),
        Above("job overdue", AlertMetrics.JobOverdueMinutes, 15, Hour, AlertLevel.Critical, at, clear: 0),
        Above("job fails", AlertMetrics.JobFailures, 2, Hour, AlertLevel.Critical, at, clear: 0),
    ];

    private static AlertRule Above(
        string name,
        string metric,
        double threshold,
        TimeSpan window,
        AlertLevel severity,
        DateTimeOffset at,
        double? clear = null,
        int breaches = 1) =>
        AlertRule.Define(
            name, metric, AlertCondition.Above, threshold, window, severity, at, clearThreshold: clear, requiredBreaches: breaches);
}
