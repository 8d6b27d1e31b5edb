using MlOps.Domain.Monitoring;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Testing;

/// <content>Monitoring.</content>
public static partial class Build
{
    /// <summary>A comparison of the last hour with the hour before it. From 0.1 on it is a warning, from 0.25 on it is critical.</summary>
    public static DriftMetric DriftMetric(
        string model = "credit-risk", string? feature = "age", double statistic = 0.2, ModelVersion? version = null,
        DateTimeOffset? at = null) =>
        Domain.Monitoring.DriftMetric.Measure(
            model,
            feature,
            DriftKind.Data,
            new DriftResult("psi", statistic),
            DriftThreshold.StatisticAtLeast(0.1, 0.25),
            new DriftSample(LastHour((at ?? Noon).AddHours(-1)), 1000),
            new DriftSample(LastHour(at ?? Noon), 1000),
            at ?? Noon,
            version?.Id);

    /// <summary>A monitor of the oracle, with the defaults of the product.</summary>
    public static ServiceMonitor ServiceMonitor(
        string name = "oracle hourly", string service = "oracle", MonitorSettings? settings = null, DateTimeOffset? at = null) =>
        Domain.Monitoring.ServiceMonitor.Define(name, "credit-risk", service, at ?? Noon, settings);

    /// <summary>A run over the last day.</summary>
    public static MonitoringRun MonitoringRun(MonitoringFindings? findings = null, DateTimeOffset? at = null) =>
        Domain.Monitoring.MonitoringRun.Record(at ?? Noon, 24, findings ?? new MonitoringFindings { NumPredictions = 1000 });

    /// <summary>A window for which something came late.</summary>
    public static ReopenedWindow ReopenedWindow(
        ServiceMonitor monitor, DateTimeOffset? windowEnd = null, DateTimeOffset? at = null) =>
        Domain.Monitoring.ReopenedWindow.Open(monitor, windowEnd ?? Noon, at ?? Noon);

    /// <summary>The bins of a category that a monitor counts: de, fr, and all others.</summary>
    public static FeatureBins FeatureBins(ServiceMonitor monitor, string feature = "country", DateTimeOffset? at = null) =>
        Domain.Monitoring.FeatureBins.OfCategories(monitor, feature, ["de", "fr"], LastHour(at ?? Noon), at ?? Noon);

    /// <summary>An hour that a monitor has counted.</summary>
    public static SketchedSpan SketchedSpan(ServiceMonitor monitor, DateTimeOffset? startsAt = null, DateTimeOffset? at = null) =>
        Domain.Monitoring.SketchedSpan.Record(monitor, startsAt ?? Noon.AddHours(-1), 1, 10, 1, 2, at ?? Noon);

    /// <summary>The counts of a feature in a span, all of them in its first bin.</summary>
    public static FeatureSketch FeatureSketch(SketchedSpan span, FeatureBins bins, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(bins);
        int[] counts = [(int)span.NumPredictions, .. new int[bins.Count - 1]];
        return Domain.Monitoring.FeatureSketch.Record(
            span, bins, new SketchScope("1"), new SketchContent { Counts = counts, Missing = 0, ValuesHash = 3 }, at ?? Noon);
    }

    /// <summary>How often a feature had which values in the data of a version: 0 to 99.</summary>
    public static FeatureBaseline FeatureBaseline(ModelVersion version, string feature = "age", DateTimeOffset? at = null) =>
        Domain.Monitoring.FeatureBaseline.OfNumbers(
            version,
            feature,
            NumberSample.FromValues(Enumerable.Range(0, 100).Select(value => (double?)value)),
            LastHour(at ?? Noon),
            at ?? Noon);

    /// <summary>A rule that fires above its threshold.</summary>
    public static AlertRule AlertRule(
        string name = "high error rate", double threshold = 0.1, AlertLevel severity = AlertLevel.Warning, DateTimeOffset? at = null) =>
        Domain.Monitoring.AlertRule.Define(
            name, "error_rate", AlertCondition.Above, threshold, TimeSpan.FromHours(1), severity, at ?? Noon);

    /// <summary>An alert of a rule that fires above its threshold.</summary>
    public static Alert Alert(AlertRule rule, double? value = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Fire(value ?? (rule.Threshold + 1), at ?? Noon);
    }

    /// <summary>What the last evaluation of a rule saw.</summary>
    public static AlertState AlertState(AlertRule rule, string subject = "oracle", double value = 0.5, DateTimeOffset? at = null) =>
        Domain.Monitoring.AlertState.Measure(rule, subject, value, at ?? Noon);

    /// <summary>A notice that waits to be sent.</summary>
    public static AlertDelivery AlertDelivery(Alert alert, string sink = "log", DateTimeOffset? at = null) =>
        Domain.Monitoring.AlertDelivery.Plan(alert, sink, at ?? Noon);

    public static HealthSnapshot HealthSnapshot(HealthState state = HealthState.Healthy, DateTimeOffset? at = null) =>
        Domain.Monitoring.HealthSnapshot.Take([new HealthFinding("connection", state)], TimeSpan.FromMilliseconds(10), at ?? Noon);
}
