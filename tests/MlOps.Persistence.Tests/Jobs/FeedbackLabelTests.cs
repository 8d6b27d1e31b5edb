using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>Corrected values of feedback become labels, as far as the policies say so.</summary>
public class FeedbackLabelTests(TestDatabase database) : DatabaseTest(database)
{
    private const int PartSize = 3;

    private static readonly DateTimeOffset Noon = Sample.Noon;

    private DateTimeOffset _now = Noon;

    [Fact]
    public async Task A_corrected_value_becomes_the_label_with_the_time_of_the_feedback_and_its_source()
    {
        await SetAsync(null, new());
        var prediction = await StoreAsync();
        await AddAsync(prediction, 0.75, "ann", 3);
        await UntilDoneAsync();

        Assert.Equal(["0.75 2026-03-01 15:00:00+00 feedback 1"], await LabelsAsync());
    }

    [Fact]
    public async Task Feedback_of_the_past_counts_when_a_policy_is_set_and_again_when_it_changes()
    {
        await AddAsync(await StoreAsync(), 1, "ann");
        await SetAsync("search", new() { MinAgreement = 2 });
        await UntilDoneAsync();
        Assert.Empty(await LabelsAsync());

        await LetAnHourPassAsync();
        await SetAsync("search", new());
        await UntilDoneAsync();
        Assert.Single(await LabelsAsync());
    }

    [Fact]
    public async Task Without_a_policy_of_its_service_a_prediction_gets_no_label()
    {
        await SetAsync("other", new());
        await AddAsync(await StoreAsync(), 1, "ann");
        await UntilDoneAsync();

        Assert.Empty(await LabelsAsync());
    }

    [Fact]
    public async Task The_policy_of_a_service_goes_before_that_of_all_services()
    {
        await SetAsync(null, new());
        await SetAsync("search", new() { MinAgreement = 2 });
        await AddAsync(await StoreAsync(), 1, "ann");
        await AddAsync(await StoreAsync("other"), 0, "ann");
        await UntilDoneAsync();

        Assert.Equal(["0"], await Database.ColumnAsync("SELECT actual_value::text FROM ml_predictions WHERE actual_value IS NOT NULL"));
    }

    [Fact]
    public async Task Users_have_one_vote_each_and_the_last_one_counts()
    {
        await SetAsync(null, new() { MinAgreement = 2 });
        var (agreed, alone, tied) = (await StoreAsync(), await StoreAsync(), await StoreAsync());
        await AddAsync(agreed, 0, "ann", 1);
        await AddAsync(agreed, 1, "ann", 2);
        await AddAsync(agreed, 1, "bob", 1);
        await AddAsync(agreed, 0, "eve", 9);
        await AddAsync(alone, 1, "ann", 1);
        await AddAsync(alone, 1, "ann", 2);
        foreach (var (value, user) in new[] { (0.0, "ann"), (0, "bob"), (1, "eve"), (1, "dan") })
            await AddAsync(tied, value, user);

        await UntilDoneAsync();

        Assert.Equal(["1 2026-03-01 14:00:00+00 feedback 1"], await LabelsAsync());
    }

    [Fact]
    public async Task Only_the_sources_that_the_policy_names_count()
    {
        await SetAsync(null, new() { Sources = ["reviewer"] });
        var prediction = await StoreAsync();
        await AddAsync(prediction, 1, "ann");
        await AddAsync(prediction, 1, "bob");
        await AddAsync(prediction, 0, "eve", source: "reviewer");
        await UntilDoneAsync();

        Assert.Equal(["0 2026-03-01 13:00:00+00 feedback 1"], await LabelsAsync());
    }

    [Fact]
    public async Task A_label_that_is_there_stays_unless_the_policy_has_a_reason_to_replace_it()
    {
        await SetAsync(null, new());
        var prediction = await StoreAsync();
        await LabelAsync(prediction, 0);
        await AddAsync(prediction, 1, "ann");
        await UntilDoneAsync();
        Assert.Equal(["0 2026-03-01 12:30:00+00 1"], await LabelsAsync());

        await LetAnHourPassAsync();
        await SetAsync(null, new() { CorrectionReason = "A user knows better." });
        await UntilDoneAsync();
        Assert.Equal(["1 2026-03-01 13:00:00+00 feedback 2"], await LabelsAsync());
        await using var context = Database.CreateContext();
        var old = Assert.Single((await context.Predictions.SingleAsync()).SupersededLabels);
        Assert.Equal(
            new SupersededLabel(0, Noon.AddMinutes(30), Noon.AddHours(1), "A user knows better."), old);
    }

    [Fact]
    public async Task A_label_that_came_or_was_corrected_after_the_feedback_stays()
    {
        await SetAsync(null, new() { CorrectionReason = "A user knows better." });
        var (prediction, late) = (await StoreAsync(), await StoreAsync());
        await LabelAsync(prediction, 0);
        await AddAsync(prediction, 1, "ann");
        await AddAsync(late, 1, "ann", hours: 0);
        await LabelAsync(late, 0);
        await UntilDoneAsync();
        await using (var context = Database.CreateContext())
            await new PredictionRepository(context).CorrectLabelAsync(prediction.Id, 0, "It was right.", Noon.AddHours(2));

        await SetAsync(null, new() { CorrectionReason = "Again." });
        await UntilDoneAsync();
        Assert.Equal(["0 2026-03-01 12:30:00+00 1", "0 2026-03-01 14:00:00+00 3"], (await LabelsAsync()).Order());
    }

    [Fact]
    public async Task More_predictions_than_one_run_takes_are_done_one_part_after_the_other()
    {
        await SetAsync(null, new());
        for (var i = 0; i < (2 * PartSize) + 1; i++)
            await AddAsync(await StoreAsync(), 1, "ann");

        await UntilDoneAsync();

        Assert.Equal((2 * PartSize) + 1, (await LabelsAsync()).Count);
        Assert.True(
            await Database.ScalarAsync<long>("SELECT count(*) FROM ml_job_runs WHERE (outcome ->> 'labelled')::int > 0") >= 3);
    }

    [Fact]
    public async Task Feedback_that_is_committed_late_is_not_skipped()
    {
        await SetAsync(null, new());
        var prediction = await StoreAsync();
        await using var context = Database.CreateContext();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(Give(prediction, 1, "ann"));
            await context.SaveChangesAsync();
            var arrived = await Database.ScalarAsync<DateTime>(
                "SELECT min(xact_start) FROM pg_stat_activity WHERE state LIKE 'idle in%' AND datname = current_database()");
            await UntilAsync(
                "some time has passed",
                () => Database.ScalarAsync<bool>($"SELECT now() > '{arrived:O}'::timestamptz + interval '3s'"));
            Assert.Empty(await LabelsAsync());
            // What arrives after the open transaction waits too.
            Assert.Equal(
                ["true"],
                await Database.ColumnAsync(
                    $"SELECT ((state -> 'fence' ->> 'doneUntil')::timestamptz <= '{arrived:O}')::text FROM ml_jobs"));
            await transaction.CommitAsync();
        }

        await UntilAsync("the label is there", async () => (await LabelsAsync()).Count == 1);
    }

    [Fact]
    public async Task A_label_that_the_table_refuses_costs_none_of_its_neighbours()
    {
        await SetAsync(null, new());
        await AddAsync(await StoreAsync(value: 1.7e308), -1.7e308, "ann");
        await AddAsync(await StoreAsync(), 1, "ann");
        await UntilDoneAsync();

        Assert.Single(await LabelsAsync());
        Assert.Contains(
            "too large",
            await Database.ScalarAsync<string>(
                "SELECT outcome ->> 'firstRefusal' FROM ml_job_runs WHERE outcome ->> 'refused' = '1' LIMIT 1"),
            StringComparison.Ordinal);
    }

    private async Task SetAsync(string? service, LabelPolicySettings settings)
    {
        await using var context = Database.CreateContext();
        await new LabelPolicyRepository(context).SetAsync(service, settings, Noon);
    }

    private async Task<Prediction> StoreAsync(string service = "search", double value = 0.5)
    {
        var prediction = Build.Prediction(service, value);
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync([prediction]);
        return prediction;
    }

    private async Task LabelAsync(Prediction prediction, double value)
    {
        await using var context = Database.CreateContext();
        await new PredictionRepository(context).RecordLabelAsync(prediction.Id, value, Noon.AddMinutes(30));
    }

    private async Task AddAsync(Prediction prediction, double value, string user, int hours = 1, string source = "user")
    {
        await using var context = Database.CreateContext();
        context.Add(Give(prediction, value, user, hours, source));
        await context.SaveChangesAsync();
    }

    private static Feedback Give(Prediction prediction, double value, string user, int hours = 1, string source = "user") =>
        Feedback.Record(
            prediction.Id, new FeedbackContent { CorrectedValue = value, UserId = user, Source = source }, Noon.AddHours(hours));

    private Task<List<string>> LabelsAsync() => Database.ColumnAsync(
        "SELECT concat_ws(' ', actual_value, labelled_at, label_source, revision) FROM ml_predictions WHERE actual_value IS NOT NULL");

    // What came in the last minutes is looked at twice in any case.
    private Task<int> LetAnHourPassAsync() => Database.ExecuteAsync("UPDATE ml_feedback SET received_at = received_at - interval '1 hour'");

    // Until what came before this call was looked at.
    private async Task UntilDoneAsync()
    {
        var now = await Database.ScalarAsync<DateTime>("SELECT now()");
        await UntilAsync("the fence has passed", () => Database.ScalarAsync<bool>(
            $"SELECT coalesce((state -> 'fence' ->> 'doneUntil')::timestamptz > '{now:O}', false) FROM ml_jobs"));
    }

    private Task UntilAsync(string what, Func<Task<bool>> happened) => Polling.UntilAsync(
        async () =>
        {
            _now += TimeSpan.FromMinutes(1);
            var runner = new JobRunner(
                tenant => Database.CreateContext(tenant), new JobRunnerOptions(), null, null, new FeedbackLabelWork(PartSize));
            Assert.All(await runner.RunDueAsync(_now), run => Assert.Null(run.Error));
            return await happened();
        },
        what);
}
