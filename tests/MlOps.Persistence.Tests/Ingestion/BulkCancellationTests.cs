using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>A write that is cancelled while the server works stores nothing, and its context stays usable.</summary>
public class BulkCancellationTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Waiting =
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";

    public static TheoryData<string, string> Ways { get; } = new MatrixTheoryData<string, string>(
        [MlOpsRoles.Service, MlOpsRoles.App], ["insert", "upsert", "label"]);

    [Theory, MemberData(nameof(Ways))]
    public async Task A_cancelled_batch_stores_nothing_and_the_context_goes_on(string role, string what)
    {
        var before = await StoreOneAsync();
        await using var context = Database.CreateContextAs(role);
        await CancelAsync(context, what, before);

        Assert.Null(context.Database.CurrentTransaction);
        Assert.Equal(3, await BulkInsert.RunAsync(context, [.. Sample.BarePredictions().Skip(1).Take(3)], default));
        Assert.Equal(4, await Database.CountAsync("ml_predictions"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value IS NOT NULL"));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task In_a_callers_transaction_nothing_is_stored_beside_it_afterwards(string role, string what)
    {
        var before = await StoreOneAsync();
        await using var context = Database.CreateContextAs(role);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await CancelAsync(context, what, before);

        Prediction[] next = [.. Sample.BarePredictions().Skip(2).Take(3)];
        if (context.Database.GetDbConnection().State == System.Data.ConnectionState.Open)
        {
            Assert.Equal(3, await BulkInsert.RunAsync(context, next, default));
            await transaction.CommitAsync();
            Assert.Equal(4, await Database.CountAsync("ml_predictions"));
        }
        else
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => BulkInsert.RunAsync(context, next, default));
            Assert.Contains("Dispose it and begin again", error.Message, StringComparison.Ordinal);
            Assert.Equal(1, await Database.CountAsync("ml_predictions"));
        }
    }

    private async Task<Prediction> StoreOneAsync()
    {
        var prediction = Sample.BarePredictions()[1];
        await using var owner = Database.CreateContext();
        await BulkInsert.RunAsync(owner, [prediction], default);
        return prediction;
    }

    // While it waits for a lock of another.
    private async Task CancelAsync(MlOpsDbContext context, string what, Prediction before)
    {
        await using var other = Database.CreateContext();
        await using var transaction = await other.Database.BeginTransactionAsync();
        await other.Database.ExecuteSqlRawAsync(RenamedRun.Sql("LOCK TABLE ml_predictions IN EXCLUSIVE MODE"));
        using var patience = new CancellationTokenSource();
        var work = RunAsync(context, what, before, patience.Token);
        await Polling.UntilAsync(() => Database.ScalarAsync<bool>(Waiting), "the batch waits for the lock");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    private static Task RunAsync(MlOpsDbContext context, string what, Prediction before, CancellationToken cancellationToken)
    {
        var predictions = new PredictionRepository(context);
        return what switch
        {
            "insert" => context.BulkInsertAsync([.. Sample.BarePredictions()], cancellationToken),
            "upsert" => context.BulkUpsertAsync([.. Sample.BarePredictions()], cancellationToken),
            _ => predictions.BulkLabelAsync([new Label(before.Id, 1, Sample.Noon)], cancellationToken),
        };
    }
}
