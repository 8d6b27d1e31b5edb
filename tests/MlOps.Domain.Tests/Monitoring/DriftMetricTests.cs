using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class DriftMetricTests
{
    private static readonly DriftSample Reference = new(
        new TimeWindow(Sample.Time.AddDays(-30), Sample.Time.AddDays(-1)), 1000);
    private static readonly DriftSample Current = new(new TimeWindow(Sample.Time.AddDays(-1), Sample.Time), 50);

    [Fact]
    public void A_measurement_stores_the_result_the_threshold_and_both_samples()
    {
        var result = new DriftResult("psi-evidently", 0.3)
        {
            PValue = 0.5,
            Bins = Json.Parse("[1]"),
            VaeReconstructionError = 2,
        };
        var metric = DriftMetric.Measure(
            "churn",
            "age",
            DriftKind.Concept,
            result,
            DriftThreshold.StatisticAtLeast(0.1, 0.4),
            Reference,
            Current,
            Sample.Time);

        Assert.Equal(("churn", "age", DriftKind.Concept), (metric.ModelName, metric.FeatureName, metric.Kind));
        Assert.Equal(("psi-evidently", 0.3, 0.5), (metric.MethodId, metric.Statistic, metric.PValue));
        Assert.Equal(("[1]", 2), (metric.Bins?.Text, metric.VaeReconstructionError));
        Assert.Equal(
            (DriftCriterion.StatisticAtLeast, 0.1, 0.4),
            (metric.Criterion, metric.Threshold, metric.CriticalThreshold));
        Assert.Equal(
            (Sample.Time.AddDays(-30), Sample.Time.AddDays(-1), 1000),
            (metric.ReferenceStart, metric.ReferenceEnd, metric.ReferenceSize));
        Assert.Equal(
            (Sample.Time.AddDays(-1), Sample.Time, 50), (metric.CurrentStart, metric.CurrentEnd, metric.CurrentSize));
        Assert.Equal(Sample.Time, metric.CreatedAt);
    }

    [Theory]
    [InlineData(0.0, AlertLevel.None, false)]
    [InlineData(0.1, AlertLevel.Warning, true)]
    [InlineData(0.4, AlertLevel.Critical, true)]
    public void A_measurement_is_judged(double statistic, AlertLevel level, bool drifted)
    {
        var metric = Measure(new DriftResult("psi", statistic), DriftThreshold.StatisticAtLeast(0.1, 0.4));

        Assert.Equal((level, drifted), (metric.AlertLevel, metric.Drifted));
    }

    [Fact]
    public void A_test_is_judged_by_its_p_value()
    {
        var threshold = DriftThreshold.PValueAtMost(0.05);

        Assert.True(Measure(new DriftResult("ks", 0.001) { PValue = 0.05 }, threshold).Drifted);
        Assert.False(Measure(new DriftResult("ks", 0.999) { PValue = 0.06 }, threshold).Drifted);
        Refused.Value("PValue", "null", () => Measure(new DriftResult("ks", 0.999), threshold));
    }

    [Fact]
    public void A_default_sample_is_refused()
    {
        var (result, threshold) = (new DriftResult("psi", 0), DriftThreshold.StatisticAtLeast(0.1));

        Refused.Value("ReferenceStart", "0001", () => DriftMetric.Measure(
            "churn", null, DriftKind.Data, result, threshold, default, Current, Sample.Time));
        Refused.Value("CurrentStart", "0001", () => DriftMetric.Measure(
            "churn", null, DriftKind.Data, result, threshold, Reference, new DriftSample(default, 1), Sample.Time));
    }

    private static DriftMetric Measure(DriftResult result, DriftThreshold threshold) =>
        DriftMetric.Measure("churn", null, DriftKind.Data, result, threshold, Reference, Current, Sample.Time);
}
