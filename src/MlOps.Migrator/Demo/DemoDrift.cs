using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Migrator.Sample;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Demo;

/// <summary>Compares the second half of the day with the first.</summary>
internal static class DemoDrift
{
    /// <summary>What of the predictions is compared.</summary>
    public const string Feature = "predicted_value";

    public static DriftThreshold Threshold { get; } = DriftThreshold.StatisticAtLeast(warning: 0.1, critical: 0.25);

    public static DriftQuestion Ask(SampleService service, DateTimeOffset end)
    {
        var noon = end.AddDays(-0.5);
        return new DriftQuestion(service.Name, new TimeWindow(end.AddDays(-1), noon), new TimeWindow(noon, end))
        {
            Method = DriftMethods.PsiEdges,
            Features = [Feature],
            Edges = [.. Enumerable.Range(1, 9).Select(tenth => tenth / 10.0)],
        };
    }

    public static MonitoringRun Monitor(IReadOnlyCollection<Prediction> predictions, DriftMetric metric, DateTimeOffset end)
    {
        var values = predictions.Select(prediction => prediction.PredictedValue!.Value).ToList();
        var mean = values.Average();
        var positive = values.Count(value => value >= 0.5) / (double)values.Count;
        return MonitoringRun.Record(end, lookbackHours: 24, new MonitoringFindings
        {
            NumPredictions = values.Count,
            PositiveRate = positive,
            ProbabilityMean = mean,
            ProbabilityStd = Math.Sqrt(values.Average(value => (value - mean) * (value - mean))),
            Entropy = -((positive * Math.Log2(positive)) + ((1 - positive) * Math.Log2(1 - positive))),
            DatasetDriftDetected = metric.Drifted,
            FeatureDriftRatio = metric.Drifted ? 1 : 0,
            NumDriftedFeatures = metric.Drifted ? 1 : 0,
        });
    }
}
