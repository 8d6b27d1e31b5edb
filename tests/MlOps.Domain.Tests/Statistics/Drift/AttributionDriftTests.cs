using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class AttributionDriftTests
{
    [Fact]
    public void The_same_order_is_no_drift_whatever_the_sizes() =>
        Assert.Equal(0, Measure(("a", 3, 0.9), ("b", 2, 0.5), ("c", 1, 0.4)));

    [Fact]
    public void Another_order_loses_what_the_formula_says()
    {
        // By hand: DCG of b, a, c is 2 + 3 / log2(3) + 1 / 2, and the ideal one is 3 + 2 / log2(3) + 1 / 2.
        var expected = 1 - ((2 + (3 / Math.Log2(3)) + 0.5) / (3 + (2 / Math.Log2(3)) + 0.5));
        Assert.Equal(expected, Measure(("a", 3, 1), ("b", 2, 2), ("c", 1, 0))!.Value, 12);
    }

    // Computed by another program from the definition that the documentation of SageMaker Clarify has.
    [Theory]
    [InlineData("0.5,0.3,0.2", "0.2,0.3,0.5", 0.19004688335796716)]
    [InlineData("10,1,1,1", "1,2,3,4", 0.4431833120090466)]
    [InlineData("1,1,1", "3,1,2", 0)]
    public void It_is_what_another_program_computes(string reference, string current, double expected)
    {
        var (before, now) = (Numbers(reference), Numbers(current));
        var loss = AttributionDrift.MeasureNdcgLoss([.. before.Select((value, i) => new AttributionShare($"{i}", value, now[i]))]);
        Assert.Equal(expected, loss!.Value, 12);
    }

    [Fact]
    public void Equal_features_stand_in_the_order_of_the_reference() => Assert.Equal(0, Measure(("a", 1, 5), ("b", 9, 5)));

    [Fact]
    public void A_feature_that_only_one_side_has_counts_as_0_on_the_other()
    {
        Assert.Equal(0, Measure(("a", 1, 1), ("new", 0, 0.5)));
        Assert.InRange(Measure(("a", 1, 0), ("new", 0, 1))!.Value, 0.3, 0.4);
    }

    [Fact]
    public void Large_numbers_do_not_overflow() =>
        Assert.InRange(Measure(("a", 1e300, 0), ("b", 1e300, 1), ("c", 1e-300, 2))!.Value, 0.1, 0.5);

    [Fact]
    public void Without_contributions_to_the_reference_it_is_undefined()
    {
        Assert.Null(Measure(("a", 0, 1)));
        Assert.Null(Measure());
    }

    private static double? Measure(params (string Feature, double Reference, double Current)[] shares) =>
        AttributionDrift.MeasureNdcgLoss([.. shares.Select(share => new AttributionShare(share.Feature, share.Reference, share.Current))]);

    private static double[] Numbers(string text) =>
        [.. text.Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
}
