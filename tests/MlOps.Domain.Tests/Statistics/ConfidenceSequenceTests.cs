using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

public class ConfidenceSequenceTests
{
    private const double Alpha = 0.05;

    [Fact]
    public void The_half_width_has_its_golden_value()
    {
        AssertNear.Equal(0.03984006677137368, ConfidenceSequence.MixtureParameter(Alpha, 5000));
        AssertNear.Equal(0.044423159735465935, ConfidenceSequence.HalfWidth(1.7, 8000, Alpha, 5000));
    }

    [Fact]
    public void An_interval_of_a_mean_is_wider_than_the_one_for_one_look_and_shrinks_to_nothing()
    {
        var widths = new[] { 100, 1000, 10_000, 100_000, 10_000_000 }
            .Select(count => ConfidenceSequence.HalfWidth(1, count, Alpha, 5000))
            .ToList();

        Assert.Equal(widths.OrderDescending(), widths);
        Assert.True(ConfidenceSequence.HalfWidth(1, 5000, Alpha, 5000) > 1.96 / Math.Sqrt(5000));
        Assert.True(widths[^1] < 0.002);
    }

    [Fact]
    public void The_interval_is_tightest_at_the_chosen_number_of_observations()
    {
        var tuned = ConfidenceSequence.HalfWidth(1, 20_000, Alpha, 20_000);

        Assert.True(tuned < ConfidenceSequence.HalfWidth(1, 20_000, Alpha, 200));
        Assert.True(tuned < ConfidenceSequence.HalfWidth(1, 20_000, Alpha, 2_000_000));
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Refused.Value("variance", "-1", () => ConfidenceSequence.HalfWidth(-1, 10, Alpha, 10));
        Refused.Value("count", "0", () => ConfidenceSequence.HalfWidth(1, 0, Alpha, 10));
        Refused.Value("alpha", "1", () => ConfidenceSequence.HalfWidth(1, 10, 1, 10));
        Refused.Value("tightestAt", "0", () => ConfidenceSequence.HalfWidth(1, 10, Alpha, 0));
    }

    // These are 1,000 experiments without any difference and with 100 looks each, from a fixed seed.
    [Fact]
    public void Repeated_looks_are_misleading_with_a_test_for_one_look_but_not_with_a_sequence()
    {
        var random = new Random(20);
        var (fixedAlarms, sequentialAlarms) = (0, 0);
        for (var run = 0; run < 1000; run++)
        {
            var (control, treatment) = (default(Proportion), default(Proportion));
            var (byTest, bySequence) = (false, false);
            for (var look = 0; look < 100; look++)
            {
                control += RelativeUpliftTests.Draw(random, 100, 0.2);
                treatment += RelativeUpliftTests.Draw(random, 100, 0.2);
                var sequence = RelativeUplift.Compute(control.Moments, treatment.Moments).SequentialInterval(
                    Alpha, 5000);
                byTest |= DifferenceTest.TwoProportions(control, treatment).PValue < Alpha;
                bySequence |= sequence.Lower > 0 || sequence.Upper < 0;
            }

            fixedAlarms += byTest ? 1 : 0;
            sequentialAlarms += bySequence ? 1 : 0;
        }

        Assert.InRange(fixedAlarms, 250, 1000);
        Assert.InRange(sequentialAlarms, 1, 50);
    }

    // The same for numbers with a distribution far from normal: the exponential one.
    [Fact]
    public void A_sequence_has_its_error_rate_for_skewed_numbers_and_finds_a_real_difference()
    {
        var random = new Random(21);
        Assert.InRange(Alarms(random, 1, runs: 600), 1, 30);
        Assert.InRange(Alarms(random, 1.2, runs: 100), 95, 100);
    }

    private static int Alarms(Random random, double treatmentMean, int runs) =>
        Enumerable.Range(0, runs).Count(_ =>
        {
            var (control, treatment) = (default(Moments), default(Moments));
            for (var look = 0; look < 50; look++)
            {
                control += Exponential(random, 100, 1);
                treatment += Exponential(random, 100, treatmentMean);
                var interval = RelativeUplift.Compute(control, treatment).SequentialInterval(Alpha, 5000);
                if (interval.Lower > 0 || interval.Upper < 0)
                    return true;
            }

            return false;
        });

    private static Moments Exponential(Random random, int count, double mean) =>
        Moments.FromValues(Enumerable.Range(0, count).Select(_ => -mean * Math.Log(1 - random.NextDouble())));
}
