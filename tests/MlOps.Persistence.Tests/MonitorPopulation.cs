using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>A monitor, its job, a run and a result, with every property set.</summary>
internal static class MonitorPopulation
{
    public static IReadOnlyList<Entity> Create()
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
        return
        [
            monitor, ReopenedWindow.Open(monitor, Sample.Noon, Sample.Noon), Job.Watch(monitor, Sample.Noon, Sample.Noon),
            Build.Job(Sample.Hostile[..50]), run, Metric(run), Measured(run),
        ];
    }

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
