using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Demo;

/// <summary>Compares the second half of the day with the first.</summary>
internal static class DemoDrift
{
    private const int Bins = 10;
    private const double SmallestShare = 0.0001;

    private static readonly DriftThreshold Threshold = DriftThreshold.StatisticAtLeast(warning: 0.1, critical: 0.25);

    public static DriftMetric Measure(
        SampleService service, Guid versionId, IReadOnlyCollection<Prediction> predictions, DateTimeOffset end)
    {
        var noon = end.AddDays(-0.5);
        var before = Values(service, predictions, at => at < noon);
        var after = Values(service, predictions, at => at >= noon);
        var result = new DriftResult("psi-10-equal-bins", StabilityIndex(Shares(before), Shares(after)))
        {
            Bins = Json.From(Enumerable.Range(0, Bins + 1).Select(edge => edge / (double)Bins)),
        };
        return DriftMetric.Measure(
            service.ModelName,
            featureName: null,
            DriftKind.Data,
            result,
            Threshold,
            new DriftSample(new TimeWindow(end.AddDays(-1), noon), before.Count),
            new DriftSample(new TimeWindow(noon, end), after.Count),
            end,
            versionId);
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

    private static List<double> Values(
        SampleService service, IEnumerable<Prediction> predictions, Func<DateTimeOffset, bool> within) =>
    [
        .. predictions
            .Where(prediction => prediction.ServiceName == service.Name && within(prediction.CreatedAt))
            .Select(prediction => prediction.PredictedValue!.Value),
    ];

    private static double[] Shares(List<double> values)
    {
        var shares = new double[Bins];
        foreach (var value in values)
            shares[Math.Min((int)(value * Bins), Bins - 1)] += 1.0 / values.Count;

        return shares;
    }

    private static double StabilityIndex(double[] before, double[] after) =>
        before.Zip(after, (b, a) => (Before: Math.Max(b, SmallestShare), After: Math.Max(a, SmallestShare)))
            .Sum(bin => (bin.After - bin.Before) * Math.Log(bin.After / bin.Before));
}
