using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class BinnedDriftTests
{
    [Fact]
    public void The_statistic_of_the_numbers_is_never_outside_the_bounds()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var (reference, current) = (Draw(random), Draw(random));
            double[] edges = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Number(random)).Distinct().Order()];
            var (left, right) = (Count(reference, edges), Count(current, edges));

            AssertWithin(
                NumberDrift.Measure(DriftMethods.KsAsymp, reference, current),
                BinnedDrift.BoundKolmogorovSmirnov(left, right),
                round);
            AssertWithin(
                NumberDrift.Measure(DriftMethods.Wasserstein, reference, current), BinnedDrift.BoundWasserstein(left, right)!.Value, round);
            AssertWithin(
                NumberDrift.Measure(DriftMethods.PsiSturges, reference, current), BinnedDrift.BoundPsiSturges(left, right)!.Value, round);
        }
    }

    [Fact]
    public void With_a_bin_for_each_number_the_bounds_are_the_statistic()
    {
        var reference = NumberSample.FromValues([0, 1, 2, 3]);
        var current = NumberSample.FromValues([1, 2, 3, 3]);
        double[] edges = [0, 1, 2, 3];

        var bounds = BinnedDrift.BoundKolmogorovSmirnov(Count(reference, edges), Count(current, edges));

        Assert.Equal(0.25, NumberDrift.Measure(DriftMethods.KsAsymp, reference, current).Statistic);
        Assert.Equal(0.25, bounds.Lower);
        Assert.InRange(bounds.Upper, 0.25, 0.5);
    }

    [Fact]
    public void Equal_means_far_apart_leave_a_range_and_means_that_moved_a_lower_bound()
    {
        var reference = new BinnedSample([0], [0, 10], 0, 10, mean: 2);
        var current = new BinnedSample([0], [0, 10], 0, 10, mean: 7);

        var bounds = BinnedDrift.BoundWasserstein(reference, current)!.Value;

        Assert.Equal(new StatisticBounds(5, 10), bounds);
    }

    [Fact]
    public void A_range_beyond_a_double_has_no_equal_bins()
    {
        var sample = new BinnedSample([0], [1, 1], double.MinValue, double.MaxValue);

        Assert.Equal(new StatisticBounds(0, double.MaxValue), BinnedDrift.BoundWasserstein(sample, sample));
        Assert.Null(BinnedDrift.BoundPsiSturges(sample, sample));
    }

    [Fact]
    public void Samples_that_make_no_sense_are_refused()
    {
        Refused.Value("Counts", "2 and 2", () => new BinnedSample([1, 2], [1, 2], 0, 3));
        Refused.Value("Counts", "all 0", () => new BinnedSample([1], [0, 0], 0, 3));
        Refused.Value("Counts", "-1", () => new BinnedSample([1], [2, -1], 0, 3));
        Refused.Value("Lowest", "4 and 3", () => new BinnedSample([1], [2, 1], 4, 3));
        Refused.Value("Lowest", "NaN", () => new BinnedSample([1], [2, 1], double.NaN, 3));
        Refused.Value("Edges", "same", () => BinnedDrift.BoundKolmogorovSmirnov(
            new BinnedSample([1], [2, 1], 0, 3), new BinnedSample([2], [2, 1], 0, 3)));
    }

    private static void AssertWithin(DriftMeasurement exact, StatisticBounds bounds, int round) => Assert.True(
        exact.Statistic >= bounds.Lower - 1e-9 && exact.Statistic <= bounds.Upper + 1e-9,
        $"{exact.Method} in round {round}: {exact.Statistic} is not from {bounds.Lower} to {bounds.Upper}");

    private static BinnedSample Count(NumberSample sample, double[] edges) => new(
        edges,
        NumberBins.FromEdges(edges).CountValues(sample),
        sample.Minimum!.Value,
        sample.Maximum!.Value,
        sample.Moments?.Mean);

    // Many ties, and numbers on the edges.
    private static double Number(Random random) => random.Next(3) == 0 ? random.Next(-5, 6) : random.NextDouble() * 10;

    private static NumberSample Draw(Random random) =>
        NumberSample.FromValues(Enumerable.Range(0, random.Next(1, 80)).Select(_ => (double?)Number(random)));
}
