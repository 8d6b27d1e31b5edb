using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>The drift of a window, computed from the predictions in memory.</summary>
internal sealed class ExpectedDrift(ServiceMonitor monitor, IReadOnlyList<FeatureBins> bins, KnownPredictions known, TimeWindow window)
{
    private readonly List<KnownPrediction> _current = known.List(window);
    private readonly List<KnownPrediction> _reference = known.List(monitor.Reference.FindFor(window));

    public List<(string Feature, KnownSegment Segment, DriftMeasurement Measurement, MonitorRule Rule)> List() =>
    [
        .. from segment in _current.Count < monitor.MinSample ? [] : ListSegments().Prepend(KnownSegment.All)
           from feature in (string[])["age", "income", "country", "plan"]
           let rule = monitor.FindRule(feature, feature is "age" or "income")!
           let measurement = Measure(feature, rule, segment)
           where measurement.Statistic is not null
               && measurement.ReferenceSize >= monitor.MinSample && measurement.CurrentSize >= monitor.MinSample
           select (feature, segment, measurement, rule),
    ];

    /// <summary>How serious a result is.</summary>
    public static AlertLevel Judge(DriftMeasurement measurement, MonitorRule rule)
    {
        // A p-value is serious if it is small, and a statistic if it is large.
        var (value, warning, critical) = DriftMethods.IsTest(rule.Method)
            ? (-measurement.PValue!.Value, -rule.Warning, -rule.Critical!.Value)
            : (measurement.Statistic!.Value, rule.Warning, rule.Critical!.Value);
        return value >= critical ? AlertLevel.Critical : value >= warning ? AlertLevel.Warning : AlertLevel.None;
    }

    public void AddTo(Facts facts)
    {
        foreach (var (feature, segment, measurement, rule) in List())
        {
            var of = $"{rule.Method} {feature} {segment}";
            facts.Add($"{of} statistic", measurement.Statistic);
            facts.Add($"{of} p-value", measurement.PValue);
            facts.Add($"{of} level", (int)Judge(measurement, rule));
            facts.Add($"{of} reference size", measurement.ReferenceSize);
            facts.Add($"{of} current size", measurement.CurrentSize);
            facts.Add($"{of} edge", measurement.Counts?.Bins?.Edges);
            facts.Add($"{of} categories {string.Join(',', measurement.Counts?.Categories ?? [])}", 1);
            facts.Add($"{of} reference count", measurement.Counts?.Reference);
            facts.Add($"{of} current count", measurement.Counts?.Current);
        }
    }

    private IEnumerable<KnownSegment> ListSegments() => bins.FirstOrDefault(row => row.AreSegments) is { } segments
        ? KnownSegment.Named(monitor.SegmentFeature!, segments.Categories!)
        : KnownSegment.Largest(monitor.SegmentFeature!, [.. _reference, .. _current], monitor.SegmentCap);

    private DriftMeasurement Measure(string feature, MonitorRule rule, KnownSegment segment)
    {
        var (reference, current) = (_reference.Where(row => segment.Holds(row)), _current.Where(row => segment.Holds(row)));
        if (feature is "age" or "income")
        {
            Func<KnownPrediction, double?> read = feature == "age" ? row => row.Age : row => row.Income;
            var (left, right) = (NumberSample.FromValues(reference.Select(read)), NumberSample.FromValues(current.Select(read)));
            return rule.IsOnFixedBins
                ? NumberDrift.MeasurePsi(left, right, FindBins(feature).ComparedEdges!)
                : NumberDrift.Measure(rule.Method, left, right);
        }

        Func<KnownPrediction, string?> name = feature == "country" ? row => row.Country : row => row.Plan;
        var (one, other) = (CategorySample.FromValues(reference.Select(name)), CategorySample.FromValues(current.Select(name)));
        return rule.IsOnFixedBins
            ? CategoryDrift.MeasureNamed(rule.Method, one, other, FindBins(feature).Categories!)
            : CategoryDrift.Measure(rule.Method, one, other);
    }

    private FeatureBins FindBins(string feature) => bins.Single(row => !row.AreSegments && row.FeatureName == feature);
}
