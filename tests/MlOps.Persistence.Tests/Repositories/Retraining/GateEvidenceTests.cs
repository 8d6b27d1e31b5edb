using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Performance;
using MlOps.Domain.Tests.Retraining;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

public class GateEvidenceTests(TestDatabase database) : GateTest(database)
{
    private static readonly GateThresholds BySegment = new() { SegmentFeature = "country", SegmentCap = 2 };

    [Fact]
    public async Task The_database_reads_what_the_rows_say_in_all_and_by_segment()
    {
        var answers = Hostile();
        await StoreAsync(BySegment, answers);
        await new GateEvidenceTests(Database).StoreAsync(BySegment, Draw(0.5, 0.1), Guid.CreateVersion7(Sample.Noon));

        var evidence = await FindEvidenceAsync();

        Assert.Equal((answers.Count, answers.Count(answer => answer.Label is not null)), (evidence.Predictions, evidence.Labelled));
        Assert.Equal(answers.Count(answer => answer is { Label: not null, Champion: >= 0 and <= 1 }), evidence.Answerable);
        NearOutcomes.AssertEqual(Rows(answers).Sum(), evidence.All);
        string?[] largest =
        [
            .. answers.Where(answer => answer is { Country: not null, Label: not null, Champion: not null, Challenger: not null })
                .CountBy(answer => answer.Country!).OrderByDescending(group => group.Value)
                .ThenBy(group => group.Key, StringComparer.Ordinal).Take(2).Select(group => group.Key),
        ];
        Assert.Equal(
            [$"Named {largest[0]}", $"Named {largest[1]}", "Missing ", "Others "],
            evidence.Segments.Select(segment => $"{segment.Kind} {segment.Name}"));
        Func<GateAnswer, bool>[] belongs =
        [
            answer => answer.Country == largest[0], answer => answer.Country == largest[1], answer => answer.Country is null,
            answer => answer.Country is not null && !largest.Contains(answer.Country),
        ];
        Assert.All(
            evidence.Segments.Zip(belongs), pair => NearOutcomes.AssertEqual(Rows(answers.Where(pair.Second)).Sum(), pair.First.Outcomes));
    }

    [Theory]
    [InlineData("risk_level", SegmentKind.Missing), InlineData("model_version", SegmentKind.Named)]
    [InlineData("context:key", SegmentKind.Missing)]
    public async Task A_column_or_a_key_of_the_context_can_be_the_segment(string feature, SegmentKind kind)
    {
        await StoreAsync(new() { SegmentFeature = feature }, Draw(0.3, 0.2, 50));

        var segment = Assert.Single((await FindEvidenceAsync()).Segments);
        Assert.Equal((kind, 50), (segment.Kind, segment.Outcomes.Paired));
    }

    [Fact]
    public async Task Predictions_outside_the_window_and_those_of_other_versions_do_not_count()
    {
        await StoreAsync(new() { Lookback = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(10) }, Draw(0.3, 0.2, 50));
        Assert.Equal(40, (await FindEvidenceAsync()).Predictions);
        await Database.ExecuteAsync(
            "UPDATE ml_predictions SET model_version_id = NULL WHERE id IN (SELECT id FROM ml_predictions ORDER BY id DESC LIMIT 5)");
        Assert.Equal(35, (await FindEvidenceAsync()).Predictions);
    }

    [Fact]
    public async Task Errors_that_are_too_large_for_a_variance_have_no_moments()
    {
        await StoreAsync(new(), [.. Draw(0.3, 0.2, 50), new(1e305, 1, -double.MaxValue), new(1, 1, -double.MaxValue)]);
        var evidence = await FindEvidenceAsync();

        Assert.Equal((52, null, null), (evidence.All.Paired, evidence.All.Absolute, evidence.All.Squared));
        Assert.Equal(50, evidence.All.Brier!.Count);
    }

    [Fact]
    public async Task Without_a_champion_or_a_prediction_there_is_evidence_of_nothing()
    {
        await StoreAsync(BySegment, []);
        var evidence = await FindEvidenceAsync();
        Assert.Equal((0, 0, "1", Before(15)), (evidence.Predictions, evidence.All.Paired, evidence.Champion!.Version, evidence.PromotedAt));
        Assert.Empty(evidence.Segments);
    }

    [Fact]
    public async Task A_label_that_comes_changes_the_hash_of_the_rows()
    {
        await StoreAsync(new(), [.. Draw(0.3, 0.2, 50), new(null, 0.5, 0.5)]);
        var before = await FindEvidenceAsync();
        Assert.Equal(before.RowsHash, (await FindEvidenceAsync()).RowsHash);
        await Database.ExecuteAsync("UPDATE ml_predictions SET actual_value = 1, labelled_at = now() WHERE actual_value IS NULL");

        Assert.NotEqual(before.RowsHash, (await FindEvidenceAsync()).RowsHash);
    }

    [Fact]
    public async Task A_superuser_who_names_no_tenant_reads_the_rows_of_all()
    {
        var versions = await StoreAsync(new(), Draw(0.3, 0.2, 50));
        Assert.Equal(
            ["50 50"],
            await Database.ColumnAsync(
                $"""
                SELECT concat_ws(' ', predictions, paired)
                FROM mlops_paired('{versions[0].Id}', '{versions[1].Id}', '{Before(8):O}', '{Sample.Noon:O}')
                """));
    }

    // Ties, scores at the threshold, missing answers and scores that are no probabilities.
    private static List<GateAnswer> Hostile() =>
    [
        .. Draw(0.3, 0.2),
        .. Draw(0.3, 0.2, 100).Select(answer => answer with { Champion = 0.5, Challenger = Math.Round(answer.Challenger!.Value) }),
        new(1, null, 0.5), new(null, 0.5, 0.5), new(1, 0.5, null, "country 1"), new(0, 1.5, 0.5), new(0, 0.5, -0.1, "country 4"),
        new(7, 0.5, 0.25), new(1, 0, 1), new(0, 1, 0), new(1, 1, 0, "country 4"), new(null, null, 0.3),
    ];

    private static GateRows Rows(IEnumerable<GateAnswer> answers) => new(
    [
        .. answers.Where(answer => answer is { Label: not null, Champion: not null, Challenger: not null })
            .Select(answer => (answer.Label!.Value, answer.Champion!.Value, answer.Challenger!.Value)),
    ]);

    private async Task<GateEvidence> FindEvidenceAsync()
    {
        await using var context = Database.CreateContext();
        return await new GateRepository(context).FindEvidenceAsync(Question, Sample.Noon);
    }
}
