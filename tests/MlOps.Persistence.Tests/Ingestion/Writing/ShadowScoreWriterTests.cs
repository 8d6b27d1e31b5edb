using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A service writes what a challenger answers as it writes feedback.</summary>
public class ShadowScoreWriterTests(TestDatabase database) : ClosableDatabaseTest(database)
{
    private readonly Model _model = Build.Model();
    private readonly OraclePrediction _prediction = Build.OraclePrediction(1);
    private ModelVersion _challenger = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _challenger = Build.ModelVersion(_model, "2");
        await StoreAsync(_model, _challenger);
    }

    [Fact]
    public async Task A_score_that_is_ahead_of_its_prediction_waits_for_it()
    {
        await using var host = await StartAsync(options => options.WaitForPrediction = TimeSpan.FromSeconds(6));
        await host.Writer.RecordShadowScoreAsync(Score());
        await host.Writer.FlushAsync();
        Assert.Equal(1, host.Writer.Statistics.Pending);
        await StoreAsync(_prediction);
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Pending == 0), "nothing waits");
        Assert.Equal(1, await Database.CountAsync("ml_shadow_scores"));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task A_score_without_a_prediction_or_a_version_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        await using var host = await StartAsync();
        ShadowScore[] orphans =
        [
            ShadowScore.Record(Guid.CreateVersion7(Sample.Noon), _challenger, new() { PredictedValue = 1 }, Sample.Noon),
            ShadowScore.Record(_prediction.Id, Guid.CreateVersion7(), new() { PredictedValue = 1 }, Sample.Noon),
        ];
        await host.Writer.WriteAsync(_prediction);
        foreach (var orphan in orphans)
            await host.Writer.RecordShadowScoreAsync(orphan);

        await host.Writer.RecordShadowScoreAsync(Score());
        await host.Writer.FlushAsync();
        Assert.Equal(1, await Database.CountAsync("ml_shadow_scores"));
        Assert.Equal(
            orphans.Select(orphan => $"ShadowScore {orphan.Id} 23503").Order(),
            await Database.ColumnAsync("SELECT concat_ws(' ', kind, content_id, sql_state) FROM ml_dead_letters ORDER BY 1"));
    }

    [Theory, InlineData(Durability.Memory), InlineData(Durability.Journal)]
    public async Task A_second_answer_of_a_version_counts_as_stored_and_changes_nothing(Durability durability)
    {
        using var directory = new TestDirectory();
        await using var host = await StartAsync(Journaled(directory, durability));
        await host.Writer.WriteAsync(_prediction);
        foreach (var value in (double[])[0.6, 0.6, 0.7])
            await host.Writer.RecordShadowScoreAsync(Score(value));

        await host.Writer.FlushAsync();
        await host.Writer.RecordShadowScoreAsync(Score(0.8));
        await host.Writer.FlushAsync();
        Assert.Equal(["0.6"], await Database.ColumnAsync("SELECT predicted_value::text FROM ml_shadow_scores"));
        Assert.Equal((2, 3), (host.Writer.Statistics.Stored, host.Writer.Statistics.Deduplicated));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task What_an_earlier_process_left_in_the_journal_is_stored_once_with_every_value()
    {
        using var directory = new TestDirectory();
        var answer = new ShadowAnswer
        {
            PredictedValue = double.Epsilon,
            Confidence = 0.1 + 0.2,
            Output = Domain.Json.From(new { text = Sample.Hostile }),
            InferenceTimeMs = double.MaxValue,
        };
        var score = ShadowScore.Record(_prediction, _challenger, answer, Sample.Noon);
        await Database.CloseToOthersAsync();
        await using (var first = await StartAsync(Journaled(directory)))
        {
            await first.Writer.WriteAsync(_prediction);
            await first.Writer.RecordShadowScoreAsync(score);
            await first.Writer.RecordShadowScoreAsync(Score());
            await first.StopAsync(TimeSpan.FromMilliseconds(200));
        }

        await Database.OpenToOthersAsync();
        await using var second = await StartAsync(Journaled(directory));
        // The client tries again, since it does not know that its first call was heard.
        await second.Writer.RecordShadowScoreAsync(Score());
        await second.Writer.FlushAsync();
        await Database.AssertNoDeadLettersAsync();
        await using var context = Database.CreateContext();
        var read = Assert.Single(context.ShadowScores);
        Assert.Empty(Fields.Differences(context, score, read));
    }

    [Fact]
    public async Task Numbers_that_are_none_are_refused_to_the_caller() =>
        await Assert.ThrowsAsync<Domain.InvalidValueException>(async () =>
        {
            await using var host = await StartAsync();
            await host.Writer.RecordShadowScoreAsync(Score(double.NaN));
        });

    private ShadowScore Score(double value = 0.6) => Build.ShadowScore(_prediction, _challenger, value);

    private static Action<PredictionWriterOptions> Journaled(TestDirectory directory, Durability durability = Durability.Journal) =>
        options => (options.Durability, options.JournalDirectory) = (durability, directory.Child("journal"));

    private Task<WriterHost> StartAsync(Action<PredictionWriterOptions>? configure = null) =>
        WriterHost.StartAsync(Database.ConnectionString, configure);

    private async Task StoreAsync(params object[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
