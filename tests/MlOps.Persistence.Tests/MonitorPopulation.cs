using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Performance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>A monitor, its job, a run and a result, with every property set.</summary>
internal static class MonitorPopulation
{
    private static readonly TimeWindow Day = new(Sample.Noon.AddDays(-1), Sample.Noon);

    public static IReadOnlyList<Entity> Create(Guid versionId)
    {
        var monitor = ServiceMonitor.Define(
            Sample.Hostile[..50],
            Sample.Hostile[..50],
            "oracle",
            Sample.Noon,
            new MonitorSettings
            {
                Every = TimeSpan.FromDays(1),
                LookbackHours = 48,
                Delay = TimeSpan.FromMicroseconds(1),
                Reference = MonitorReference.Fixed(new TimeWindow(Sample.Noon.AddDays(-30), Sample.Noon.AddDays(-1))),
                Features = ["age", Sample.Hostile[..50]],
                SegmentFeature = Sample.Hostile[..50],
                SegmentCap = 3,
                Rules =
                [
                    new MonitorRule(DriftMethods.PsiEdges, 0.1, 0.3, "age", [1.5, double.MaxValue]),
                    new MonitorRule(DriftMethods.ChiSquare, 0.05),
                ],
                DriftShare = 0.1,
                DecisionThreshold = 0.7,
                PositiveLabel = -1,
                MinSample = int.MaxValue,
            });
        var run = MonitoringRun.Record(
            monitor, Sample.Noon.AddHours(-12), 7, new MonitoringFindings { NumPredictions = 3 }, 2,
            new WindowHashes(long.MinValue, long.MaxValue, 1), Sample.Noon);
        var numbers = FeatureBins.OfNumber(
            monitor, "age", [.. Enumerable.Range(1, 49).Select(part => part / 7.0)], [0.5, double.MaxValue], Day, Sample.Noon);
        var segments = FeatureBins.OfSegments(monitor, ["", Sample.Hostile], Day, Sample.Noon);
        var span = SketchedSpan.Record(
            monitor, Sample.Noon.AddHours(-12), 24, long.MaxValue, long.MinValue, long.MaxValue, Sample.Noon);
        return
        [
            monitor, numbers, segments, span, Counted(span, numbers), ReopenedWindow.Open(monitor, Sample.Noon, Sample.Noon),
            Job.Watch(monitor, Sample.Noon, Sample.Noon), Beside(versionId),
            Build.Job(Sample.Hostile[..50]), run, Metric(run), Measured(run),
        ];
    }

    private static FeatureSketch Counted(SketchedSpan span, FeatureBins bins) => FeatureSketch.Record(
        span,
        bins,
        new SketchScope(Sample.Hostile[..40], SegmentKind.Named, Sample.Hostile),
        new SketchContent
        {
            Counts = [int.MaxValue, .. new int[bins.Count - 1]],
            Missing = int.MaxValue,
            Mean = double.MinValue,
            SquaredDeviations = double.MaxValue,
            Lowest = double.MinValue,
            Highest = double.Epsilon,
            ValuesHash = long.MinValue,
        },
        Sample.Noon);

    private static ServiceMonitor Beside(Guid versionId) => Build.ServiceMonitor("beside", settings: new MonitorSettings
    {
        Reference = MonitorReference.Baseline(versionId, Day),
        Rules = [new MonitorRule(DriftMethods.PsiNamed, 0.1)],
    });

    private static PerformanceMetric Measured(MonitoringRun run) => PerformanceMetric.Record(
        "oracle",
        "accuracy",
        0.5,
        new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon),
        4,
        Sample.Noon,
        new PerformanceScope
        {
            MonitoringRunId = run.Id,
            Segment = PredictionSegment.Named(Sample.Hostile[..50], Sample.Hostile),
            IsEstimate = true,
        });

    private static DriftMetric Metric(MonitoringRun run)
    {
        var window = new DriftSample(new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon), 4);
        return DriftMetric.Measure(
            "watched", "age", DriftKind.Data, new DriftResult(DriftMethods.PsiSturges, 0.5), DriftThreshold.StatisticAtLeast(0.1), window,
            window, Sample.Noon, monitoringRunId: run.Id);
    }
}
