using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Samples;

public class NumberSampleTests
{
    private static readonly NumberSample Mixed = NumberSample.FromValues(
        [3, null, double.NaN, 1, double.PositiveInfinity, 4, double.NegativeInfinity, null, null, -1]);

    private static readonly NumberSample Empty = NumberSample.FromValues([null, double.NaN]);

    [Fact]
    public void Rows_are_counted_by_what_they_hold()
    {
        Assert.Equal(new SampleCounts { Missing = 3, NotANumber = 1, Infinite = 2, Finite = 4 }, Mixed.Counts);
        Assert.Equal(10, Mixed.Counts.Rows);
        Assert.Equal([-1, 1, 3, 4], Mixed.Values.ToArray());
    }

    [Fact]
    public void A_profile_describes_the_finite_numbers()
    {
        var profile = Mixed.Describe([0, 0.25, 0.5, 1], NumberBins.FromEdges([1, 3.5]));

        Assert.Equal(Mixed.Counts, profile.Counts);
        Assert.Equal((-1, 4, 1.75), (profile.Minimum, profile.Maximum, profile.Mean));
        AssertNear.Equal(Math.Sqrt(14.75 / 3), profile.Deviation!.Value);
        Assert.Equal([0, 0.25, 0.5, 1], profile.Probabilities);
        Assert.Equal([-1, 0.5, 2, 4], profile.Quantiles);
        Assert.Equal([1, 2, 1], profile.BinCounts);
        Assert.Equal(3, profile.Bins!.Count);
    }

    [Fact]
    public void Without_a_finite_number_a_profile_has_counts_alone()
    {
        var profile = Empty.Describe([0.5], NumberBins.FromEdges([0]));

        Assert.Equal((2, 0), (profile.Counts.Rows, profile.Counts.Finite));
        Assert.Equal((null, null, null, null), (profile.Minimum, profile.Maximum, profile.Mean, profile.Deviation));
        Assert.Equal([null], profile.Quantiles);
        Assert.Equal([0, 0], profile.BinCounts);
        Assert.Empty(Empty.Describe([]).BinCounts);
    }

    [Fact]
    public void A_single_number_has_no_deviation_and_equal_ones_have_none_to_speak_of()
    {
        Assert.Equal((7, null), (Describe(7).Mean, Describe(7).Deviation));
        Assert.Equal((0.1, 0), (Describe(0.1, 0.1, 0.1).Mean, Describe(0.1, 0.1, 0.1).Deviation));
        Assert.Equal([0.1, 0.1], Describe(0.1, 0.1, 0.1).Quantiles);
    }

    // numpy.quantile of NumPy 1.24.2.
    [Theory]
    [InlineData(0.1, 0.19)]
    [InlineData(0.5, 4.1)]
    [InlineData(0.75, 7.275)]
    [InlineData(0.999, 9.9919)]
    public void Quantiles_lie_between_neighbours_on_a_straight_line(double probability, double expected)
    {
        var sample = NumberSample.FromValues([0.2, 9.1, 3.5, 4.7, 2.2, 10, 0.1, 5.4, 7.9, 0.5]);

        AssertNear.Equal(expected, sample.Quantile(probability)!.Value);
    }

    [Fact]
    public void The_largest_numbers_have_quantiles_but_no_moments()
    {
        var huge = NumberSample.FromValues([double.MinValue, double.MaxValue, double.MaxValue]);

        Assert.Null(huge.Moments);
        Assert.Equal((null, null), (huge.Describe([]).Mean, huge.Describe([]).Deviation));
        Assert.Equal((double.MinValue, 0, double.MaxValue), (huge.Quantile(0), huge.Quantile(0.25), huge.Quantile(0.7)));
        Assert.NotNull(NumberSample.FromValues([0, 1e149]).Moments);
    }

    [Fact]
    public void Numbers_far_from_0_and_near_to_each_other_keep_their_digits()
    {
        var near = NumberSample.FromValues(Enumerable.Range(0, 10_000).Select(at => (double?)(1e9 + (at % 2))));

        Assert.Equal(1e9 + 0.5, near.Moments!.Value.Mean);
        Assert.Equal(2500 / 9999.0, near.Moments.Value.Variance, 1e-15);
    }

    [Fact]
    public void A_probability_outside_0_to_1_is_refused()
    {
        Refused.Value("probability", "1.5", () => Mixed.Quantile(1.5));
        Refused.Value("probability", "NaN", () => Mixed.Describe([double.NaN]));
        Refused.Value("probability", "-0.5", () => Empty.Quantile(-0.5));
    }

    private static NumberProfile Describe(params double?[] values) => NumberSample.FromValues(values).Describe([0.3, 1]);
}
