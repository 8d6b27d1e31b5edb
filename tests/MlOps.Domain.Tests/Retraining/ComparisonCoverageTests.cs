using MlOps.Domain.Retraining;

namespace MlOps.Domain.Tests.Retraining;

/// <summary>How often the intervals of comparisons contain the truth, by simulation with seeds that never change.</summary>
public class ComparisonCoverageTests
{
    private const int Trials = 2000;

    // Four standard deviations of the share among so many trials.
    private static readonly double Chance = 4 * Math.Sqrt(0.95 * 0.05 / Trials);

    private static readonly ComparisonTerms Terms = new() { Metrics = Enum.GetValues<GateMetric>() };

    private static readonly Lazy<Dictionary<GateMetric, double>> Truth = new(() =>
    {
        var (version, other) = (Draw(400_000, new Random(1), 0), Draw(400_000, new Random(2), 0.6));
        return Terms.Metrics.ToDictionary(metric => metric, metric => other.Measure(metric)!.Value - version.Measure(metric)!.Value);
    });

    // With few labels, an interval may be too long, and never too short.
    [Theory]
    [InlineData(30, 45, true), InlineData(300, 200, false)]
    public void Intervals_of_two_samples_contain_the_true_difference_as_often_as_promised(int left, int right, bool areFew)
    {
        var random = new Random(7);
        AssertCoverage(areFew, () => ComparisonPart.OfOwn(Draw(left, random, 0).Sum(), Draw(right, random, 0.6).Sum(), Terms));
    }

    [Theory]
    [InlineData(40, true), InlineData(300, false)]
    public void Intervals_of_pairs_contain_the_true_difference_as_often_as_promised(int count, bool areFew)
    {
        var random = new Random(7);
        AssertCoverage(areFew, () => ComparisonPart.OfPaired(DrawPairs(count, random).Sum(), Terms, ComparisonSource.OtherAsShadow));
    }

    [Theory]
    [InlineData(0.99), InlineData(0.97), InlineData(0.5)]
    public void Equal_versions_that_are_nearly_always_right_seldom_seem_different(double share)
    {
        var random = new Random(13);
        double Answer(double label) => (random.NextDouble() < share ? label : 1 - label) is 1 ? 0.9 : 0.1;
        var rows = Enumerable.Range(0, 40).Select(i => i % 2.0);
        OwnRows Draw() => new([.. rows.Select(label => (label, Answer(label)))]);
        GateRows DrawPairs() => new([.. rows.Select(label => (label, Answer(label), Answer(label)))]);

        AssertSeldomDifferent(() => ComparisonPart.OfOwn(Draw().Sum(), Draw().Sum(), Terms));
        AssertSeldomDifferent(() => ComparisonPart.OfPaired(DrawPairs().Sum(), Terms, ComparisonSource.VersionAsShadow));
    }

    private static void AssertCoverage(bool areFew, Func<ComparisonPart> compare)
    {
        var found = Enumerable.Range(0, Trials).SelectMany(_ => compare().Metrics).Where(metric => metric.Interval is not null)
            .ToLookup(metric => metric.Metric, metric => metric.Interval!.Value);
        Assert.All(Terms.Metrics, metric =>
        {
            Assert.InRange(found[metric].Count(), 0.98 * Trials, Trials);
            var share = found[metric].Average(interval =>
                interval.Lower <= Truth.Value[metric] && Truth.Value[metric] <= interval.Upper ? 1.0 : 0);
            Assert.InRange(share, 0.95 - Chance, areFew ? 1 : 0.95 + Chance);
        });
    }

    private static void AssertSeldomDifferent(Func<ComparisonPart> compare)
    {
        var wrong = Enumerable.Range(0, Trials).SelectMany(_ => compare().Metrics).Where(found => found.IsOtherBetter is not null)
            .CountBy(found => found.Metric);
        Assert.All(wrong, metric => Assert.InRange(metric.Value, 0, (0.05 + Chance) * Trials));
    }

    private static OwnRows Draw(int count, Random random, double skill) => new(
    [
        .. Enumerable.Range(0, count).Select(_ => random.NextDouble() < 0.4 ? 1.0 : 0)
            .Select(label => (label, Score(label, random.NextDouble(), skill))),
    ]);

    // Both often err at the same inputs.
    private static GateRows DrawPairs(int count, Random random) => new(
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            var (label, noise) = (random.NextDouble() < 0.4 ? 1.0 : 0, random.NextDouble());
            return (label, Score(label, noise, 0), Score(label, random.NextDouble() < 0.5 ? noise : random.NextDouble(), 0.6));
        }),
    ]);

    private static double Score(double label, double noise, double skill) =>
        1 / (1 + Math.Exp(-(((2 * label) - 1) * (1 + skill)) - (1.2 * Math.Log(noise / (1 - noise)))));
}
