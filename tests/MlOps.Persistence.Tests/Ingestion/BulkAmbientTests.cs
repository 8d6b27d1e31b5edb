using System.Transactions;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Bulk writes are part of an ambient transaction, as SaveChanges is.</summary>
public class BulkAmbientTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 500)]
    [InlineData(false, 1)]
    [InlineData(false, 500)]
    public async Task They_share_its_end(bool isComplete, int rows)
    {
        await using var context = Database.CreateContext();
        using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            Prediction[] predictions = [.. Enumerable.Range(0, rows).Select(i => Build.OraclePrediction(i))];
            await context.BulkInsertAsync(predictions);
            await context.BulkUpsertAsync(predictions);
            Label[] labels = [.. predictions.Select(prediction => new Label(prediction.Id, 1, Sample.Noon))];
            Assert.Equal(rows, (await BulkLabel.RunAsync(context, labels, default)).Recorded);
            context.Add(Build.Model());
            await context.SaveChangesAsync();
            if (isComplete)
                scope.Complete();
        }

        Assert.Equal(isComplete ? rows : 0, await Database.CountAsync("ml_predictions WHERE actual_value = 1"));
        Assert.Equal(isComplete ? 1 : 0, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task One_that_fails_is_undone_alone()
    {
        await using var context = Database.CreateContext();
        var prediction = Build.OraclePrediction(1);
        using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await context.BulkInsertAsync([prediction]);
            await Assert.ThrowsAsync<DbUpdateException>(() => context.BulkInsertAsync([Build.OraclePrediction(2), prediction]));
            await context.BulkInsertAsync([Build.OraclePrediction(3)]);
            scope.Complete();
        }

        Assert.Equal(["1", "3"], (await Database.ColumnAsync("SELECT predicted_value::text FROM ml_predictions")).Order());
    }
}
