using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Performance;
using MlOps.Domain.Tests.Retraining;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

public class ComparisonRepositoryTests(TestDatabase database) : ComparisonTest(database)
{
    private static readonly ComparisonTerms Terms = new() { Metrics = Enum.GetValues<GateMetric>(), MinLabelled = 20 };

    private static readonly Served[] Hostile =
    [
        new("1", null, 0.5, "DE"), new("2", 1, null, "DE"), new("1", 0, 1.5, "FR"), new("2", 7, 0.25), new("1", 1, 0, "x"),
        new("2", 0, -3, "others"), new("3", 1, 0.1, "DE"), new("1", 1, 0.5, "DE", "2"), new("2", null, 0.4, "DE", "1", 0.4),
    ];

    [Theory, InlineData("country"), InlineData("context:place")]
    public async Task Each_version_is_measured_by_the_labels_of_its_own_predictions_in_all_and_by_segment(string feature)
    {
        Served[] served = [.. Draw("1", 500, 0.3, seed: 1), .. Draw("2", 300, 0.1, seed: 2), .. Hostile];
        await StoreAsync(served);
        await new ComparisonRepositoryTests(Database).StoreAsync([.. Draw("1", 99, 0.9, seed: 3)], Guid.CreateVersion7(Sample.Noon));

        var found = await CompareAsync(Terms with { SegmentFeatures = [feature], SegmentCap = 2 });

        Assert.Equal(
            (Count("1"), Count("1", labelled: true), Count("2"), Count("2", labelled: true)),
            (found.VersionPredictions, found.VersionLabelled, found.OtherPredictions, found.OtherLabelled));
        var parts = found.Parts.Where(part => part.Source == ComparisonSource.Labels).ToList();
        string[] largest =
        [
            .. served.Where(one => one is { Version: not "3", Label: not null, Answer: not null, Country: not null })
                .CountBy(one => one.Country!).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(2).Select(pair => pair.Key),
        ];
        Assert.Equal(
            [" ", $"Named {largest[0]}", $"Named {largest[1]}", "Missing ", "Others "],
            parts.Select(part => $"{part.SegmentKind} {part.SegmentName}"));
        Func<Served, bool>[] belongs =
        [
            _ => true, one => one.Country == largest[0], one => one.Country == largest[1], one => one.Country is null,
            one => one.Country is not null && !largest.Contains(one.Country),
        ];
        Assert.All(parts.Zip(belongs), pair => AssertEqual(
            ComparisonPart.OfOwn(Sum(served.Where(pair.Second), "1"), Sum(served.Where(pair.Second), "2"), Terms), pair.First));
        Assert.All(parts, part => Assert.Equal(part.SegmentKind is null ? null : feature, part.SegmentFeature));

        int Count(string version, bool labelled = false) =>
            served.Count(one => one.Version == version && (!labelled || one.Label is not null));
    }

    [Fact]
    public async Task Shadow_scores_in_both_directions_are_compared_on_the_same_predictions()
    {
        Served[] served =
        [
            .. Draw("1", 400, 0.3, seed: 1, "2", 0.1), .. Draw("2", 200, 0.2, seed: 2, "1", 0.4), .. Draw("1", 90, 0.5, seed: 3, "3", 0.1),
            .. Hostile,
        ];
        await StoreAsync(served);

        var found = await CompareAsync(Terms with { SegmentFeatures = ["country", "risk_level"] });

        Assert.Equal(
            Enum.GetValues<ComparisonSource>(), found.Parts.Where(part => part.SegmentKind is null).Select(part => part.Source));
        AssertEqual(
            ComparisonPart.OfPaired(Pair(served, "1", "2"), Terms, ComparisonSource.OtherAsShadow),
            found.Parts.Single(part => part is { SegmentKind: null, Source: ComparisonSource.OtherAsShadow }));
        AssertEqual(
            ComparisonPart.OfPaired(Pair(served, "2", "1"), Terms, ComparisonSource.VersionAsShadow),
            found.Parts.Single(part => part is { SegmentKind: null, Source: ComparisonSource.VersionAsShadow }));
        var named = found.Parts.Single(part => part is { SegmentName: "others", Source: ComparisonSource.OtherAsShadow });
        AssertEqual(
            ComparisonPart.OfPaired(Pair(served.Where(one => one.Country == "others"), "1", "2"), Terms, ComparisonSource.OtherAsShadow),
            named);
        Assert.Contains(found.Parts, part => part is { SegmentFeature: "risk_level", SegmentKind: SegmentKind.Missing });
    }

    [Fact]
    public async Task A_segment_of_few_labels_has_its_count_and_no_verdict()
    {
        await StoreAsync([.. Draw("1", 300, 0.3, seed: 1), .. Draw("2", 300, 0.1, seed: 2), new("1", 1, 0.9, "small")]);

        var found = await CompareAsync(new() { SegmentFeatures = ["country"] });

        var small = found.Parts.Single(part => part.SegmentName == "small");
        Assert.Equal((1, 0), (small.VersionCount, small.OtherCount));
        Assert.Empty(small.Metrics);
        Assert.Equal(7, found.Parts[0].Metrics.Count);
        Assert.Equal(true, found.Parts[0].Metrics[0].IsOtherBetter);
    }

    [Fact]
    public async Task The_metrics_are_those_of_the_type_of_the_model()
    {
        await StoreAsync([.. Draw("1", 50, 0.3, seed: 1), .. Draw("2", 50, 0.1, seed: 2)], type: "regression");
        Assert.Equal([GateMetric.Mae, GateMetric.Rmse], (await CompareAsync(new())).Parts.Single().Metrics.Select(found => found.Metric));
    }

    [Fact]
    public async Task Predictions_outside_the_window_do_not_count()
    {
        await StoreAsync([.. Draw("1", 50, 0.3, seed: 1), .. Draw("2", 50, 0.1, seed: 2)]);
        await using var context = Database.CreateContext();
        var window = new TimeWindow(Window.Start.AddMinutes(10), Window.Start.AddMinutes(70));
        var found = await new ComparisonRepository(context).CompareAsync(new(ModelName, "1", "2", window));
        Assert.Equal((40, 20), (found.VersionPredictions, found.OtherPredictions));
    }

    [Fact]
    public async Task Without_anything_to_compare_it_says_what_is_missing()
    {
        await StoreAsync([new("1", 1, 0.5), new("1", null, 0.5, null, "2", 0.5)]);
        var found = await CompareAsync(Terms);
        Assert.Empty(found.Parts);
        Assert.Equal(
            [
                "Version 1 made 2 predictions in the window, and 1 of them have a label.", "Version 2 made no prediction in the window.",
                "Neither answered a labelled prediction of the other as a shadow.",
            ],
            found.ListMissing());
    }

    [Fact]
    public async Task What_cannot_be_compared_is_named()
    {
        await StoreAsync([]);
        var unknown = await Assert.ThrowsAsync<InvalidValueException>(() => CompareAsync(new() { SegmentFeatures = ["kountry"] }));
        Assert.Contains("'kountry'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("country", unknown.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<MlOpsException>(() => CompareAsync(new(), "9"));
        Assert.Equal(MlOpsError.NotFound, missing.Error);
        var same = await Assert.ThrowsAsync<InvalidValueException>(() => CompareAsync(new(), "1"));
        Assert.Contains("both were '1'", same.Message, StringComparison.Ordinal);
    }

    private static OwnOutcomes Sum(IEnumerable<Served> served, string version)
    {
        var rows = new OwnRows(
        [
            .. served.Where(one => one.Version == version && one is { Label: not null, Answer: not null })
                .Select(one => (one.Label!.Value, one.Answer!.Value)),
        ]);
        return rows.Rows.Count == 0 ? OwnOutcomes.None : rows.Sum();
    }

    private static PairedOutcomes Pair(IEnumerable<Served> served, string version, string shadow) => new GateRows(
    [
        .. served.Where(one => one.Version == version && one.ShadowVersion == shadow)
            .Where(one => one is { Label: not null, Answer: not null, Shadow: not null })
            .Select(one => (one.Label!.Value, one.Answer!.Value, one.Shadow!.Value)),
    ]).Sum();

    private static void AssertEqual(ComparisonPart expected, ComparisonPart actual)
    {
        Assert.Equal((expected.VersionCount, expected.OtherCount), (actual.VersionCount, actual.OtherCount));
        Assert.Equal(expected.Metrics.Count, actual.Metrics.Count);
        Assert.All(expected.Metrics.Zip(actual.Metrics), pair =>
        {
            var (one, other) = pair;
            Assert.Equal((one.Metric, one.VersionCount, one.OtherCount), (other.Metric, other.VersionCount, other.OtherCount));
            Assert.Equal(Round(one.Version, one.Other, one.Difference), Round(other.Version, other.Other, other.Difference));
            Assert.Equal(
                Round(one.Interval?.Lower, one.Interval?.Upper, null), Round(other.Interval?.Lower, other.Interval?.Upper, null));
        });
    }

    private static (double?, double?, double?) Round(double? first, double? second, double? third) =>
        (Round(first), Round(second), Round(third));

    private static double? Round(double? number) => number is { } value ? Math.Round(value, 8) : null;

    private async Task<VersionComparison> CompareAsync(ComparisonTerms terms, string other = "2")
    {
        await using var context = Database.CreateContext();
        return await new ComparisonRepository(context).CompareAsync(new(ModelName, "1", other, Window) { Terms = terms });
    }
}
