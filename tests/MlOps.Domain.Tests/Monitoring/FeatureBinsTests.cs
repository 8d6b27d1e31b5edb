using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Monitoring;

public class FeatureBinsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeWindow Day = new(Noon.AddDays(-1), Noon);
    private static readonly ServiceMonitor Monitor = ServiceMonitor.Define(
        "m", "churn", "oracle", Noon, new() { SegmentFeature = "country", SegmentCap = 2 });

    private static IReadOnlyList<double> Quantiles { get; } = [.. Enumerable.Range(1, 49).Select(part => part / 2.0)];

    [Fact]
    public void Numbers_are_counted_between_quantiles_and_compared_between_deciles()
    {
        var bins = FeatureBins.OfNumber(Monitor, "age", Quantiles, null, Day, Noon);

        Assert.Equal(Quantiles, bins.Edges!);
        Assert.Equal([2.5, 5, 7.5, 10, 12.5, 15, 17.5, 20, 22.5], bins.ComparedEdges!);
        Assert.Equal(50, bins.Count);
        Assert.Equal(
            [5, 5, 5, 5, 5, 5, 5, 5, 5, 5],
            FeatureBins.Fold(bins.Edges!, bins.ComparedEdges!, [.. Enumerable.Repeat(1L, 50)]));
    }

    [Fact]
    public void The_edges_of_a_rule_are_among_those_that_are_counted()
    {
        var bins = FeatureBins.OfNumber(Monitor, "age", Quantiles, [0.1, 3, 99], Day, Noon);

        Assert.Equal([0.1, 3, 99], bins.ComparedEdges!);
        Assert.Equal(51, bins.Edges!.Length);
        Assert.Equal(
            [1, 6, 44, 1], FeatureBins.Fold(bins.Edges, bins.ComparedEdges!, [.. Enumerable.Repeat(1L, bins.Count)]));
    }

    [Fact]
    public void Equal_quantiles_are_one_edge()
    {
        double[] quantiles = [.. Enumerable.Range(1, 49).Select(part => part < 40 ? 0.0 : 1)];

        var bins = FeatureBins.OfNumber(Monitor, "is_new", quantiles, null, Day, Noon);

        Assert.Equal([0, 1], bins.Edges!);
        Assert.Equal([0, 1], bins.ComparedEdges!);
    }

    [Fact]
    public void Another_edge_is_another_hash_and_the_same_edges_are_the_same()
    {
        string HashOf(string feature, double last) =>
            FeatureBins.OfNumber(Monitor, feature, [.. Quantiles.Take(48), last], null, Day, Noon).Hash;

        Assert.Equal(HashOf("age", 30), HashOf("age", 30));
        Assert.NotEqual(HashOf("age", 30), HashOf("age", 31));
        Assert.NotEqual(HashOf("age", 30), HashOf("income", 30));
    }

    [Fact]
    public void Bins_that_nothing_can_be_counted_in_are_refused()
    {
        Refused.Value("Edges", "49 quantiles", () => FeatureBins.OfNumber(Monitor, "age", [1], null, Day, Noon));
        Refused.Value("Categories", "twice", () => FeatureBins.OfCategories(Monitor, "country", ["a", "a"], Day, Noon));
        Refused.Value("Categories", "3", () => FeatureBins.OfSegments(Monitor, ["a", "b", "c"], Day, Noon));
        Refused.Value("StartsAt", "whole hour", () => SketchedSpan.Record(Monitor, Noon.AddMinutes(1), 1, 0, 0, 0, Noon));
        Refused.Value("StartsAt", "whole day", () => SketchedSpan.Record(Monitor, Noon, 24, 0, 0, 0, Noon));
        Refused.Value("Hours", "2", () => SketchedSpan.Record(Monitor, Noon, 2, 0, 0, 0, Noon));
    }

    [Fact]
    public void A_baseline_has_the_counts_of_the_data_and_a_monitor_takes_its_bins_over()
    {
        var version = Sample.TrainedVersion();
        var sample = NumberSample.FromValues(Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? (double?)null : i));

        var baseline = FeatureBaseline.OfNumbers(version, "age", sample, Day, Noon);
        var bins = FeatureBins.From(Monitor, baseline, Noon);

        Assert.Equal((900, 100, 1, 999), (baseline.Counts.Sum(), baseline.Missing, baseline.Lowest, baseline.Highest));
        Assert.All(baseline.Counts, count => Assert.InRange(count, 17, 19));
        Assert.Equal((baseline.Edges, baseline.ComparedEdges), (bins.Edges, bins.ComparedEdges));
    }

    [Fact]
    public void The_baseline_of_categories_names_the_most_frequent_ones()
    {
        var sample = CategorySample.FromCounts(Enumerable.Range(0, 150).ToDictionary(i => $"c{i:000}", i => (long)i + 1), 7);

        var baseline = FeatureBaseline.OfCategories(Sample.TrainedVersion(), "city", sample, Day, Noon);

        Assert.Equal(FeatureBins.MaxCategories, baseline.Categories!.Length);
        Assert.Equal("c050", baseline.Categories[0]);
        Assert.Equal((51, 1275, 7), (baseline.Counts[0], baseline.Counts[^1], baseline.Missing));
    }
}
