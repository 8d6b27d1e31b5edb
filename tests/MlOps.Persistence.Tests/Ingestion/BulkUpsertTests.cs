using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

public class BulkUpsertTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task New_rows_are_stored_and_equal_ones_stay_untouched()
    {
        var rows = Sample.FullPredictions();
        Assert.Equal(4, await UpsertAsync(rows.Take(4)));
        var before = await VersionsOfRowsAsync();

        Assert.Equal(8, await UpsertAsync(rows));

        Assert.Equal(8, await Database.CountAsync("ml_predictions"));
        Assert.Equal(before, (await VersionsOfRowsAsync()).Where(before.Contains));
        Assert.Equal(7, await CountLeavesAsync());
    }

    [Fact]
    public async Task Rows_that_differ_are_changed_and_the_change_is_counted()
    {
        var old = OraclePrediction.Record("answer", 1, Sample.Noon, "old question");
        await UpsertAsync([old]);
        await UpsertAsync([WithIdOf(old, OraclePrediction.Record("other", 2, Sample.Noon, "new question"))]);

        await using var context = Database.CreateContext();
        var stored = Assert.IsType<OraclePrediction>(await new PredictionRepository(context).GetAsync(old.Id));
        Assert.Equal(("other", 2.0, "new question", 1), (stored.PredictionType, stored.PredictedValue, stored.Query, stored.Revision));
    }

    [Fact]
    public async Task A_label_is_filled_in_but_neither_removed_nor_replaced()
    {
        var labelled = Sample.BarePredictions()[1];
        var unlabelled = Sample.BarePredictions()[1];
        await UpsertAsync([labelled, unlabelled]);
        await LabelAsync(new Label(labelled.Id, 0.25, Sample.Noon));

        labelled.RecordLabel(0.75, Sample.Noon);
        unlabelled.RecordLabel(0.5, Sample.Noon);
        await UpsertAsync([labelled, unlabelled]);

        await using var context = Database.CreateContext();
        Assert.Equal(0.25, (await new PredictionRepository(context).GetAsync(labelled.Id)).ActualValue);
        Assert.Equal(0.5, (await new PredictionRepository(context).GetAsync(unlabelled.Id)).ActualValue);
    }

    [Fact]
    public async Task Of_several_with_the_same_id_the_last_one_counts()
    {
        var first = Prediction.ForService("test", "first", 1, Sample.Noon);
        await UpsertAsync([first, WithIdOf(first, Prediction.ForService("test", "last", 1, Sample.Noon))]);
        Assert.Equal("last", await Database.ScalarAsync<string>("SELECT prediction_type FROM ml_predictions"));
    }

    [Theory, InlineData(MlOpsRoles.Service), InlineData(MlOpsRoles.App)]
    public async Task Entities_of_every_type_may_arrive_again(string role)
    {
        var written = Population.Create();
        await using var context = Database.CreateContextAs(role);
        for (var i = 0; i < 2; i++)
        {
            foreach (var hierarchy in written.GroupBy(entity => context.Model.FindEntityType(entity.GetType())!.GetRootType()))
                Assert.Equal(hierarchy.Count(), await context.BulkUpsertAsync(hierarchy));
        }

        await using var other = Database.CreateContext();
        foreach (var entity in written)
        {
            var read = await other.FindAsync(entity.GetType(), Fields.KeyOf(other, entity));
            Assert.Empty(Fields.Differences(other, entity, read!));
        }
    }

    [Fact]
    public async Task Feedback_and_measurements_that_differ_are_changed()
    {
        var prediction = Sample.BarePredictions()[1];
        await UpsertAsync([prediction]);
        var feedback = Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, Sample.Noon);
        var other = Feedback.Record(prediction, new FeedbackContent { Rating = 5 }, Sample.Noon);
        typeof(Domain.Entity).GetProperty(nameof(Feedback.Id))!.SetValue(other, feedback.Id);
        await using var context = Database.CreateContext();
        var repository = new FeedbackRepository(context);
        Assert.Equal(1, await context.BulkUpsertAsync([feedback]));
        Assert.Equal(1, await context.BulkUpsertAsync(new[] { other }.ToAsyncEnumerable()));

        Assert.Equal(5, Assert.Single(await repository.StreamByPredictionAsync(prediction.Id).ToListAsync()).Rating);
    }

    [Fact]
    public async Task A_prediction_that_is_stored_as_one_of_another_service_is_refused_with_its_whole_batch()
    {
        var stored = Sample.BarePredictions()[1];
        await UpsertAsync([stored]);
        foreach (var other in Sample.BarePredictions().Where(other => other.GetType() != stored.GetType()))
        {
            var error =
                await Assert.ThrowsAsync<DbUpdateException>(() => UpsertAsync([.. Sample.FullPredictions(), WithIdOf(stored, other)]));
            Assert.Contains($"{stored.Id} is stored already, as {stored.GetType().Name}", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
    }

    private async Task<long> UpsertAsync(IEnumerable<Prediction> predictions)
    {
        await using var context = Database.CreateContext();
        return await context.BulkUpsertAsync(predictions);
    }

    private async Task LabelAsync(Label label)
    {
        await using var context = Database.CreateContext();
        await new PredictionRepository(context).BulkLabelAsync([label]);
    }

    private Task<List<string>> VersionsOfRowsAsync() => Database.ColumnAsync(
        "SELECT id::text || xmin::text FROM ml_predictions_default ORDER BY 1");

    private async Task<long> CountLeavesAsync()
    {
        long count = 0;
        foreach (var leaf in (string[])["code_roach", "oracle", "daisy_chain", "first_mate", "game_app", "ai_gm", "policy"])
            count += await Database.CountAsync($"{leaf}_ml_predictions");

        return count;
    }

    // As a message that arrives once more has it.
    private static Prediction WithIdOf(Prediction original, Prediction copy)
    {
        typeof(Domain.Entity).GetProperty(nameof(Prediction.Id))!.SetValue(copy, original.Id);
        return copy;
    }
}
