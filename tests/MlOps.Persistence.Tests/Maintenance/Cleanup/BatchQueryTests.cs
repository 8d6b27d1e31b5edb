using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Maintenance.Cleanup;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Cleanup;

public class BatchQueryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Predictions_of_a_query_are_deleted_with_leaves_and_feedback_where_EF_throws()
    {
        await StoreAsync(7, 0.9);
        await StoreAsync(5, 0.1);
        await StoreAsync(4, 0.9, Guid.CreateVersion7());
        await using var context = Database.CreateContext();
        var rows = context.Set<OraclePrediction>().Where(prediction => prediction.PredictedValue > 0.5);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rows.ExecuteDeleteAsync());

        Assert.Equal(7, await context.DeleteInBatchesAsync(rows, batch: 3));
        Assert.Empty(context.ChangeTracker.Entries());
        foreach (var table in (string[])["ml_predictions", "oracle_ml_predictions", "ml_feedback"])
            Assert.Equal(9, await Database.CountAsync(table));
    }

    [Fact]
    public async Task A_query_of_the_root_deletes_rows_of_all_services()
    {
        await StoreAsync(3, 0.9);
        await using var context = Database.CreateContext();
        context.Add(Build.Prediction());
        await context.SaveChangesAsync();
        Assert.Equal(4, await context.DeleteInBatchesAsync(context.Predictions.Where(prediction => prediction.ServiceName != "")));
        Assert.Equal(0, await Database.CountAsync("oracle_ml_predictions"));
    }

    [Fact]
    public async Task Root_and_leaf_columns_are_updated_together_batch_by_batch()
    {
        await StoreAsync(7, 0.9);
        await StoreAsync(2, 0.1);
        await StoreAsync(2, 0.9, Guid.CreateVersion7());
        await using var context = Database.CreateContext();
        // The first setter changes what the query asks for.
        var rows = context.Set<OraclePrediction>()
            .Where(prediction => prediction.PredictedValue > 0.5 && prediction.Explanation == null);
        Assert.Equal(7, await context.UpdateInBatchesAsync(
            rows,
            [
                set => set.SetProperty(prediction => prediction.Explanation, prediction => prediction.ServiceName + "!"),
                set => set.SetProperty(prediction => prediction.KnowledgeId, "wait"),
            ],
            batch: 2));
        Assert.Equal(7, await Database.CountAsync("ml_predictions WHERE explanation = service_name || '!'"));
        Assert.Equal(7, await Database.CountAsync("oracle_ml_predictions WHERE knowledge_id = 'wait'"));
    }

    [Fact]
    public async Task A_batch_that_no_longer_matches_after_its_update_does_not_hide_the_next()
    {
        await StoreAsync(9, 0.9);
        await using var context = Database.CreateContext();
        Assert.Equal(9, await context.UpdateInBatchesAsync(
            context.Predictions.Where(prediction => prediction.Explanation == null),
            [set => set.SetProperty(prediction => prediction.Explanation, "seen")],
            batch: 2));
        Assert.Equal(9, await Database.CountAsync("ml_predictions WHERE explanation = 'seen'"));
    }

    [Fact]
    public async Task A_legal_hold_stops_the_deletion_of_an_application()
    {
        await StoreAsync(2, 0.9);
        await using var context = Database.CreateContext();
        context.Add(Build.LegalHold());
        await context.SaveChangesAsync();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => context.DeleteInBatchesAsync(context.Predictions));
        Assert.Contains("keeps rows of this tenant, so that nothing is deleted: Case 4711.", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_row_that_others_need_stays_and_they_are_named()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model();
        context.AddRange(model, Build.ModelVersion(model));
        await context.SaveChangesAsync();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => context.DeleteInBatchesAsync(context.Models));
        Assert.StartsWith("Rows of model_versions refer to a row of ", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Database.CountAsync("ml_models"));
    }

    private async Task StoreAsync(int count, double value, Guid? tenant = null)
    {
        await using var context = Database.CreateContext(tenant);
        var predictions = Enumerable.Range(0, count).Select(i => Build.OraclePrediction(value, Build.Noon.AddMinutes(i))).ToList();
        context.AddRange(predictions);
        await context.SaveChangesAsync();
        context.AddRange(predictions.Select(prediction => Build.Feedback(prediction)));
        await context.SaveChangesAsync();
    }
}
