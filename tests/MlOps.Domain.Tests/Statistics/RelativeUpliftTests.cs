using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

public class RelativeUpliftTests
{
    [Fact]
    public void The_uplift_is_the_share_by_which_the_treatment_exceeds_the_control()
    {
        var uplift = RelativeUplift.Compute(new Moments(400, 10, 4), new Moments(100, 12, 9));

        AssertNear.Equal(0.2, uplift.Estimate);
        // Computed by hand: 9/100 / 10² + (12/10)² × 4/400 / 10².
        AssertNear.Equal(Math.Sqrt(0.0009 + 0.000144), uplift.StandardError);
    }

    [Fact]
    public void A_treatment_above_a_negative_control_is_an_uplift()
    {
        AssertNear.Equal(0.5, RelativeUplift.Compute(new Moments(9, -2, 1), new Moments(9, -1, 1)).Estimate);
        AssertNear.Equal(-0.5, RelativeUplift.Compute(new Moments(9, -2, 1), new Moments(9, -3, 1)).Estimate);
    }

    [Fact]
    public void The_interval_for_one_look_follows_from_its_test()
    {
        var (control, treatment) = (new Proportion(1000, 120), new Proportion(1200, 180));
        var uplift = RelativeUplift.Compute(control.Moments, treatment.Moments);
        var byZ = uplift.FixedInterval(DifferenceTest.TwoProportions(control, treatment), 0.05);
        var byT = uplift.FixedInterval(DifferenceTest.Welch(new Moments(5, 1, 1), new Moments(5, 2, 1)), 0.05);

        AssertNear.Equal(0.25, uplift.Estimate);
        AssertNear.Equal(0.25 - (1.959963984540054 * uplift.StandardError), byZ.Lower, 1e-11);
        AssertNear.Equal(0.25 + (1.959963984540054 * uplift.StandardError), byZ.Upper, 1e-11);
        AssertNear.Equal(2.306004135204166 * uplift.StandardError, byT.Upper - 0.25, 1e-11); // 8 degrees of freedom
    }

    [Fact]
    public void A_control_of_zero_is_refused() =>
        Refused.Value("Control", "it was 0", () => RelativeUplift.Compute(new Moments(5, 0, 1), new Moments(5, 1, 1)));

    // These are 20,000 experiments with an uplift of 10%, from a fixed seed.
    [Fact]
    public void The_interval_for_one_look_contains_the_true_uplift_at_the_stated_rate()
    {
        var random = new Random(11);
        var held = 0;
        for (var run = 0; run < 20_000; run++)
        {
            var control = Draw(random, 400, 0.30);
            var treatment = Draw(random, 400, 0.33);
            var interval = RelativeUplift.Compute(control.Moments, treatment.Moments)
                .FixedInterval(DifferenceTest.TwoProportions(control, treatment), 0.1);
            held += interval.Lower <= 0.1 && interval.Upper >= 0.1 ? 1 : 0;
        }

        Assert.InRange(held / 20_000.0, 0.89, 0.91);
    }

    internal static Proportion Draw(Random random, int trials, double rate)
    {
        var successes = 0;
        for (var trial = 0; trial < trials; trial++)
            successes += random.NextDouble() < rate ? 1 : 0;

        return new Proportion(trials, successes);
    }
}
