using MlOps.Domain.Retraining;

namespace MlOps.Domain.Tests.Retraining;

public class MetricComparisonTests
{
    private static readonly ComparisonTerms Terms = new() { Metrics = Enum.GetValues<GateMetric>(), MinLabelled = 20 };

    public static TheoryData<GateMetric> Metrics => [.. Enum.GetValues<GateMetric>()];

    [Theory, MemberData(nameof(Metrics))]
    public void Both_values_are_those_of_the_rows_and_the_better_version_is_named_whichever_way_they_are_asked(GateMetric metric)
    {
        var (worse, better) = (Rows(400, 120), Rows(300, 30));
        var found = Find(metric, ComparisonPart.OfOwn(worse.Sum(), better.Sum(), Terms));
        var reverse = Find(metric, ComparisonPart.OfOwn(better.Sum(), worse.Sum(), Terms));

        Assert.Equal(worse.Measure(metric)!.Value, found.Version!.Value, 12);
        Assert.Equal(better.Measure(metric)!.Value, found.Other!.Value, 12);
        Assert.Equal((400, 300), (found.VersionCount, found.OtherCount));
        Assert.InRange(found.Difference!.Value, found.Interval!.Value.Lower, found.Interval.Value.Upper);
        Assert.Equal((true, false), (found.IsOtherBetter, reverse.IsOtherBetter));
        Assert.Equal(-found.Interval.Value.Lower, reverse.Interval!.Value.Upper, 12);
    }

    [Theory, MemberData(nameof(Metrics))]
    public void Pairs_have_the_same_signs_whichever_version_was_the_shadow(GateMetric metric)
    {
        var rows = Rows(400, 120).Rows.Zip(Rows(400, 40).Rows).ToList();
        var asOther = new GateRows([.. rows.Select(pair => (pair.First.Label, pair.First.Answer, pair.Second.Answer))]).Sum();
        var asVersion = new GateRows([.. rows.Select(pair => (pair.First.Label, pair.Second.Answer, pair.First.Answer))]).Sum();
        var found = Find(metric, ComparisonPart.OfPaired(asOther, Terms, ComparisonSource.OtherAsShadow));
        var same = Find(metric, ComparisonPart.OfPaired(asVersion, Terms, ComparisonSource.VersionAsShadow));

        Assert.Equal((found.Version, found.Other, true), (same.Version, same.Other, found.IsOtherBetter));
        Assert.Equal(Rows(400, 40).Measure(metric)!.Value, found.Other!.Value, 9);
        Assert.Equal(found.Interval!.Value.Lower, same.Interval!.Value.Lower, 9);
        Assert.Equal(found.Interval.Value.Upper, same.Interval.Value.Upper, 9);
    }

    [Fact]
    public void The_interval_of_two_shares_is_that_of_Newcombe()
    {
        // His example: 56 of 70 and 48 of 80 (Statistics in Medicine 17, 1998, method 10).
        var found = Find(
            GateMetric.Accuracy,
            ComparisonPart.OfOwn(new() { Answered = 80, TrueNegatives = 48, FalsePositives = 32 }, Of(70, 56), Terms));

        Assert.Equal((0.0524, 0.3339), (Math.Round(found.Interval!.Value.Lower, 4), Math.Round(found.Interval.Value.Upper, 4)));
    }

    [Fact]
    public void Too_few_labels_have_their_count_and_no_verdict()
    {
        var part = ComparisonPart.OfOwn(Rows(400, 0).Sum(), Rows(19, 19).Sum(), Terms);

        Assert.Equal((400, 19), (part.VersionCount, part.OtherCount));
        Assert.Empty(part.Metrics);
        Assert.NotEmpty(ComparisonPart.OfOwn(Rows(400, 0).Sum(), Rows(20, 20).Sum(), Terms).Metrics);
    }

    [Fact]
    public void A_metric_that_one_version_does_not_define_has_the_value_of_the_other_and_no_difference()
    {
        var never = new OwnRows([.. Enumerable.Range(0, 100).Select(i => (i % 2.0, 0.1))]);
        var found = Find(GateMetric.Precision, ComparisonPart.OfOwn(never.Sum(), Rows(100, 10).Sum(), Terms));

        Assert.Equal((null, true, null, null), (found.Version, found.Other is not null, found.Difference, found.Interval));
        Assert.Null(found.IsOtherBetter);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_count_for_numbers_alone()
    {
        var strange = new OwnRows([.. Enumerable.Range(0, 100).Select(i => (i % 2.0, i < 90 ? 1.5 + (i / 100.0) : 0.5))]);
        var part = ComparisonPart.OfOwn(strange.Sum(), Rows(100, 10).Sum(), Terms);

        Assert.Null(Find(GateMetric.Brier, part).Interval);
        Assert.Equal(10, Find(GateMetric.Accuracy, part).VersionCount);
        Assert.NotNull(Find(GateMetric.Mae, part).Interval);
    }

    [Theory]
    [InlineData("classification", 7), InlineData("Binary Classifier", 7), InlineData("regression", 2), InlineData("ranking", 9)]
    public void The_metrics_fit_the_type_of_the_model(string type, int count) => Assert.Equal(count, GateMetrics.ListFor(type).Count);

    [Fact]
    public void Where_all_losses_or_all_differences_are_the_same_rounding_makes_no_interval()
    {
        var same = new OwnOutcomes { Answered = 100, Absolute = new(100, 0.1, 3e-34) };
        var own = Find(GateMetric.Mae, ComparisonPart.OfOwn(same, same with { Absolute = new(100, 0.2, 1e-33) }, Terms));
        var shifted = new GateRows([.. Enumerable.Range(0, 100).Select(i => (0.0, i / 300.0, (i / 300.0) + 0.1))]).Sum();
        var paired = Find(GateMetric.Mae, ComparisonPart.OfPaired(shifted, Terms, ComparisonSource.OtherAsShadow));

        Assert.Equal((0.1, 0.1), (Math.Round(own.Difference!.Value, 9), Math.Round(paired.Difference!.Value, 9)));
        Assert.Equal((null, null), (own.Interval, paired.Interval));
    }

    [Fact]
    public void Terms_that_cannot_be_are_refused_by_name()
    {
        Assert.Same(Terms, Terms.Require());
        (ComparisonTerms Terms, string Property)[] refused =
        [
            (Terms with { Metrics = [(GateMetric)99] }, "Metrics"), (Terms with { Confidence = 0.4 }, "Confidence"),
            (Terms with { Confidence = 1 }, "Confidence"), (Terms with { MinLabelled = 1 }, "MinLabelled"),
            (Terms with { SegmentFeatures = [" "] }, "SegmentFeatures"),
            (Terms with { SegmentFeatures = [.. Enumerable.Repeat("a", ComparisonTerms.MaxSegmentFeatures + 1)] }, "SegmentFeatures"),
            (Terms with { SegmentCap = 0 }, "SegmentCap"), (Terms with { DecisionThreshold = 1.1 }, "DecisionThreshold"),
            (Terms with { DecisionThreshold = double.NaN }, "DecisionThreshold"),
            (Terms with { PositiveLabel = double.PositiveInfinity }, "PositiveLabel"),
        ];
        Assert.All(refused, pair => Assert.Equal(
            pair.Property, Assert.Throws<InvalidValueException>(() => pair.Terms.Require()).Property));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var nothing = new VersionComparison
        {
            ModelName = "churn",
            Version = "1",
            Other = "2",
            Window = new(Sample.Time, Sample.Time.AddDays(1)),
            Terms = Terms,
            VersionPredictions = 10,
            VersionLabelled = 4,
            OtherPredictions = 5,
            OtherLabelled = 0,
            Parts = [],
        };

        Assert.Equal(
            [
                "Version 1 made 10 predictions in the window, and 4 of them have a label.",
                "Version 2 made 5 predictions in the window, and none of them has a label.",
                "Neither answered a labelled prediction of the other as a shadow.",
            ],
            nothing.ListMissing());
        Assert.Empty((nothing with { Parts = [ComparisonPart.OfOwn(OwnOutcomes.None, OwnOutcomes.None, Terms)] }).ListMissing());
    }

    private static MetricComparison Find(GateMetric metric, ComparisonPart part) => part.Metrics.Single(found => found.Metric == metric);

    private static OwnOutcomes Of(long count, long right) =>
        new() { Answered = count, TrueNegatives = right, FalsePositives = count - right };

    // The first answers are wrong.
    private static OwnRows Rows(int count, int wrong)
    {
        var random = new Random(3);
        return new(
        [
            .. Enumerable.Range(0, count).Select(i => (i % 2.0, (i % 2 == 1) == (i >= wrong)
                ? 0.6 + (0.4 * random.NextDouble()) : 0.4 * random.NextDouble())),
        ]);
    }
}
