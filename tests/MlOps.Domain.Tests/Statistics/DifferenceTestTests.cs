using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

public class DifferenceTestTests
{
    private static readonly Moments Control = new(100, 10, 4);

    [Fact]
    public void Two_proportions_have_their_golden_z_and_p()
    {
        var test = DifferenceTest.TwoProportions(new Proportion(1000, 120), new Proportion(1200, 180));

        AssertNear.Equal(2.0416711421361615, test.Statistic);
        AssertNear.Equal(0.04118416315538953, test.PValue);
        Assert.Null(test.DegreesOfFreedom);
        AssertNear.Equal(
            -2.0416711421361615,
            DifferenceTest.TwoProportions(new Proportion(1200, 180), new Proportion(1000, 120)).Statistic);
    }

    [Fact]
    public void Two_samples_together_can_exceed_a_long()
    {
        var (half, more) =
            (new Proportion(long.MaxValue, long.MaxValue / 2), new Proportion(long.MaxValue, long.MaxValue / 5 * 3));

        Assert.Equal(0, DifferenceTest.TwoProportions(half, more).PValue);
        Assert.Equal(1, DifferenceTest.TwoProportions(half, half).PValue);
    }

    // The samples have closed forms, the same as for the golden numbers of drift.
    [Theory]
    [InlineData(200, 150, 2.921760045246918, 0.0037449550135951375)]
    [InlineData(500, 500, 5.557803109275759, 3.515810005281235e-08)]
    [InlineData(12000, 11000, 26.846664847722728, 2.929362077950905e-156)]
    public void Welchs_test_has_its_golden_t_and_p(int references, int currents, double t, double p)
    {
        var reference = Moments.FromValues(Enumerable.Range(0, references).Select(i => 37L * i % 101 / 10.0));
        var current = Moments.FromValues(
            Enumerable.Range(0, currents).Select(i => (((53L * i) + 17) % 113 / 10.0) + 0.5));
        var test = DifferenceTest.Welch(reference, current);

        AssertNear.Equal(t, test.Statistic, 1e-11);
        // The relative error of the p-value grows with t.
        AssertNear.Equal(p, test.PValue, 1e-9);
        Assert.InRange(test.DegreesOfFreedom!.Value, Math.Min(references, currents) - 1, references + currents - 2);
    }

    [Fact]
    public void Welchs_degrees_of_freedom_are_the_usual_ones_if_both_variances_are_equal() =>
        AssertNear.Equal(198, DifferenceTest.Welch(Control, new Moments(100, 11, 4)).DegreesOfFreedom!.Value);

    [Fact]
    public void Numbers_of_any_size_are_tested()
    {
        var tiny = DifferenceTest.Welch(new Moments(10, 0, 1e-300), new Moments(10, 1e-150, 1e-300));
        var huge = DifferenceTest.Welch(new Moments(10, 0, 1e300), new Moments(10, 1e150, 1e300));

        AssertNear.Equal(tiny.PValue, huge.PValue);
        AssertNear.Equal(Math.Sqrt(5), tiny.Statistic);
    }

    [Fact]
    public void Without_spread_there_is_no_test()
    {
        Refused.Value("Variance", "0", () => DifferenceTest.Welch(new Moments(10, 1, 0), new Moments(10, 2, 0)));
        Refused.Value(
            "Variance", "0", () => DifferenceTest.TwoProportions(new Proportion(10, 0), new Proportion(10, 0)));
        Refused.Value(
            "Variance", "0", () => DifferenceTest.TwoProportions(new Proportion(10, 10), new Proportion(10, 10)));
        Assert.True(DifferenceTest.Welch(new Moments(10, 1, 0), new Moments(10, 2, 1)).PValue < 0.05);
    }

    [Fact]
    public void Fewer_than_two_observations_are_not_tested()
    {
        Refused.Value("Count", "treatment was 1", () => DifferenceTest.Welch(Control, new Moments(1, 2, 0)));
        Refused.Value("Count", "control was 0", () => DifferenceTest.Welch(default, Control));
        Refused.Value(
            "Count",
            "treatment was 1",
            () => DifferenceTest.TwoProportions(new Proportion(10, 1), new Proportion(1, 1)));
        Refused.Value("Count", "control was 0", () => DifferenceTest.TwoProportions(default, new Proportion(10, 1)));
    }

    [Fact]
    public void More_successes_than_trials_are_refused() =>
        Refused.Value("Successes", "6 above 5", () => new Proportion(5, 6));

    [Fact]
    public void The_moments_of_parts_add_up_to_the_moments_of_the_whole()
    {
        var values = Enumerable.Range(0, 1000).Select(i => 1e6 + (i * 7919 % 1009 / 10.0)).ToList();
        var whole = Moments.FromValues(values);
        var parts = values.Chunk(37).Select(Moments.FromValues).Aggregate((left, right) => left + right);
        var mean = values.Average();

        Assert.Equal(1000, parts.Count);
        AssertNear.Equal(mean, parts.Mean);
        AssertNear.Equal(values.Sum(value => (value - mean) * (value - mean)) / 999, parts.Variance, 1e-11);
        AssertNear.Equal(whole.Variance, parts.Variance, 1e-11);
        Assert.Equal(whole, whole + default(Moments));
        Assert.Equal(whole, default(Moments) + whole);
        Assert.Equal(default, Moments.FromValues([]));
    }
}
