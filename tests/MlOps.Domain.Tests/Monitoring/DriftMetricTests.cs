using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

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
    public void A_measurement_stores_what_was_counted_and_which_predictions_were_compared()
    {
        var (reference, current) = (NumberSample.FromValues([1, 2, 3, 4]), NumberSample.FromValues([3, 4, 5]));
        var measured = NumberDrift.Measure(DriftMethods.PsiSturges, reference, current);
        var evidence = new DriftEvidence("oracle", 5, -7) { Segment = DriftSegment.Named("plan", "gold", 20) };

        var metric = Measure(DriftResult.From(measured, evidence), DriftThreshold.StatisticAtLeast(0.1));

        Assert.Equal(evidence, metric.Evidence);
        Assert.Equal((measured.Method, measured.Statistic), (metric.MethodId, metric.Statistic));
        Assert.Equal(measured.Counts!.Bins!.Edges, metric.Counts!.Bins!.Edges);
        Assert.Equal(BinEnds.Closed, metric.Counts.Bins.Ends);
        Assert.Equal(measured.Counts.Reference, metric.Counts.Reference);
        Assert.Equal(measured.Counts.Current, metric.Counts.Current);
    }

    [Theory]
    [InlineData(3, BinEnds.Open)]
    [InlineData(2, BinEnds.Leftover)]
    [InlineData(1, BinEnds.Closed)]
    public void Stored_bins_are_restored_with_their_ends(int counts, BinEnds ends)
    {
        var bins = ComparedCounts.OfBins([1, 2], new long[counts], new long[counts]).Bins!;

        Assert.Equal((ends, counts), (bins.Ends, bins.Count));
        Refused.Value("Reference", "7 and 2", () => ComparedCounts.OfBins([1, 2], new long[7], new long[7]));
    }

    [Fact]
    public void Bins_that_repeat_an_edge_are_restored()
    {
        var measured = NumberDrift.Measure(
            DriftMethods.PsiSturges, NumberSample.FromValues([0.3, 0.3, 0.1 + 0.2]), NumberSample.FromValues([0.3, 0.1 + 0.2]));

        var metric = Measure(DriftResult.From(measured), DriftThreshold.StatisticAtLeast(0.1));

        Assert.True(measured.Counts!.Bins!.Edges.Distinct().Count() < measured.Counts.Bins.Edges.Count);
        Assert.Equal(measured.Counts.Bins.Edges, metric.Counts!.Bins!.Edges);
        Assert.Equal((BinEnds.Closed, measured.Counts.Reference.Count), (metric.Counts.Bins.Ends, metric.Counts.Bins.Count));
    }

    [Fact]
    public void Counts_that_do_not_belong_together_are_refused()
    {
        Refused.Value("Current", "2, 1 and 1", () => Measure(new() { Reference = [1], Current = [1, 2] }));
        Refused.Value("Current", "1, 1 and 2", () => Measure(new() { Categories = ["a", "b"], Reference = [1], Current = [1] }));
        Refused.Value("Reference", "-1", () => Measure(new() { Reference = [1], Current = [-1] }));
    }

    [Fact]
    public void A_segment_is_read_back()
    {
        DriftSegment[] segments = [DriftSegment.Named("plan", "", 1), DriftSegment.Missing("plan", 2), DriftSegment.Others("plan", 3)];

        Assert.Equal(segments, segments.Select(segment => Measure(
            new DriftResult("psi", 1) { Evidence = new DriftEvidence("oracle", 1, 2) { Segment = segment } },
            DriftThreshold.StatisticAtLeast(0.1)).Evidence!.Segment));
    }

    [Fact]
    public void A_result_without_a_statistic_is_refused() =>
        Refused.Value("Statistic", "null", () => DriftResult.From(new DriftMeasurement("psi", null, 0, 5)));

    [Fact]
    public void A_default_sample_is_refused()
    {
        var (result, threshold) = (new DriftResult("psi", 0), DriftThreshold.StatisticAtLeast(0.1));

        Refused.Value("ReferenceStart", "0001", () => DriftMetric.Measure(
            "churn", null, DriftKind.Data, result, threshold, default, Current, Sample.Time));
        Refused.Value("CurrentStart", "0001", () => DriftMetric.Measure(
            "churn", null, DriftKind.Data, result, threshold, Reference, new DriftSample(default, 1), Sample.Time));
    }

    private static DriftMetric Measure(ComparedCounts counts) =>
        Measure(new DriftResult("psi", 1) { Counts = counts }, DriftThreshold.StatisticAtLeast(0.1));

    private static DriftMetric Measure(DriftResult result, DriftThreshold threshold) =>
        DriftMetric.Measure("churn", null, DriftKind.Data, result, threshold, Reference, Current, Sample.Time);
}
