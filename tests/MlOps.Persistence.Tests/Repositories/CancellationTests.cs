using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

public class CancellationTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_stream_stops_and_its_context_stays_usable()
    {
        await using var context = Database.CreateContext();
        var predictions = new PredictionRepository(context);
        // More than the buffers between here and the server hold: what has arrived is handed out even so.
        var details = new PredictionDetails { Explanation = new string('x', 20_000) };
        await context.BulkInsertAsync(Batch(2000, details), default);

        using var cancellation = new CancellationTokenSource();
        var window = new TimeWindow(Sample.Noon, Sample.Noon.AddDays(1));
        var read = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in predictions.StreamAsync<CodeRoachPrediction>(window).WithCancellation(cancellation.Token))
            {
                if (++read == 3)
                    await cancellation.CancelAsync();
            }
        });
        Assert.InRange(read, 3, 1999);
        Assert.Equal(2000, await context.Predictions.CountAsync());
    }

    [Fact]
    public async Task A_stream_that_is_left_early_leaves_its_context_usable()
    {
        await using var context = Database.CreateContext();
        var predictions = new PredictionRepository(context);
        await context.BulkInsertAsync(Batch(5000), default);
        await foreach (var _ in predictions.StreamRecentAsync(null, 5000))
            break;

        Assert.Equal(5000, await context.Predictions.CountAsync());
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_before_it_starts_stores_nothing()
    {
        await using var context = Database.CreateContext();
        var predictions = new PredictionRepository(context);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.BulkInsertAsync(Batch(1), new CancellationToken(true)));
        Assert.Empty(await context.Predictions.ToListAsync());
        Assert.Null(context.Database.CurrentTransaction);
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_half_way_stores_nothing_and_its_context_stays_usable()
    {
        await using var context = Database.CreateOwnerContext();
        using var cancellation = new CancellationTokenSource();
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);

        // The base table takes its rows; the leaf's COPY has to wait.
        await using var blocker = await Database.OwnerDataSource.OpenConnectionAsync();
        await using (var transaction = await blocker.BeginTransactionAsync())
        {
            await using var command = blocker.CreateCommand();
            command.CommandText = RenamedRun.Sql("LOCK TABLE code_roach_ml_predictions IN ACCESS EXCLUSIVE MODE");
            await command.ExecuteNonQueryAsync();
            var insert = context.BulkInsertAsync(Batch(1000), cancellation.Token);
            await Polling.UntilAsync(
                async () => await Database.ScalarAsync<bool>(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() " +
                    "AND wait_event_type = 'Lock' AND \"query\" LIKE 'COPY %code_roach%')"),
                "the COPY into the leaf waits");
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => insert);
        }

        Assert.Equal(0, await context.Predictions.CountAsync());
        Assert.Equal(10, await context.BulkInsertAsync(Batch(10), default));
        Assert.Equal(10, await Database.CountAsync("code_roach_ml_predictions"));
    }

    private static IEnumerable<Prediction> Batch(int count, PredictionDetails? details = null) => Enumerable.Range(0, count)
        .Select(number => CodeRoachPrediction.Record("q", number, Sample.Noon.AddSeconds(number), "p", "f", details: details));
}
