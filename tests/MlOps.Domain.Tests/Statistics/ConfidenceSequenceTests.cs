using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

public class ConfidenceSequenceTests
{
    private const double Alpha = 0.05;

    [Fact]
    public void The_half_width_is_the_golden_one()
    {
        Near.Equal(0.03984006677137368, ConfidenceSequence.MixtureParameter(Alpha, 5000));
        Near.Equal(0.044423159735465935, ConfidenceSequence.HalfWidth(1.7, 8000, Alpha, 5000));
    }

    [Fact]
    public void An_interval_of_a_mean_is_wider_than_that_for_one_look_and_shrinks_to_nothing()
    {
        var widths = new[] { 100, 1000, 10_000, 100_000, 10_000_000 }.Select(n => ConfidenceSequence.HalfWidth(1, n, Alpha, 5000)).ToList();

        Assert.Equal(widths.OrderDescending(), widths);
        Assert.True(ConfidenceSequence.HalfWidth(1, 5000, Alpha, 5000) > 1.96 / Math.Sqrt(5000));
        Assert.True(widths[^1] < 0.002);
    }

    [Fact]
    public void It_is_tightest_where_it_is_asked_to_be()
    {
        var tuned = ConfidenceSequence.HalfWidth(1, 20_000, Alpha, 20_000);

        Assert.True(tuned < ConfidenceSequence.HalfWidth(1, 20_000, Alpha, 200));
        Assert.True(tuned < ConfidenceSequence.HalfWidth(1, 20_000, Alpha, 2_000_000));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Refused.Value("variance", "-1", () => ConfidenceSequence.HalfWidth(-1, 10, Alpha, 10));
        Refused.Value("count", "0", () => ConfidenceSequence.HalfWidth(1, 0, Alpha, 10));
        Refused.Value("alpha", "1", () => ConfidenceSequence.HalfWidth(1, 10, 1, 10));
        Refused.Value("tightestAt", "0", () => ConfidenceSequence.HalfWidth(1, 10, Alpha, 0));
    }

    // 1,000 experiments without any difference, 100 looks each, and a fixed seed.
    [Fact]
    public void Who_peeks_on_and_on_is_misled_by_a_test_for_one_look_and_not_by_a_sequence()
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
                var sequence = RelativeUplift.Compute(control.Moments, treatment.Moments).SequentialInterval(Alpha, 5000);
                byTest |= DifferenceTest.TwoProportions(control, treatment).PValue < Alpha;
                bySequence |= sequence.Lower > 0 || sequence.Upper < 0;
            }

            fixedAlarms += byTest ? 1 : 0;
            sequentialAlarms += bySequence ? 1 : 0;
        }

        Assert.InRange(fixedAlarms, 250, 1000);
        Assert.InRange(sequentialAlarms, 1, 50);
    }

    // The same for numbers that are far from normal: exponential ones.
    [Fact]
    public void A_sequence_keeps_its_error_rate_for_skewed_numbers_and_finds_a_difference_that_is_there()
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
