using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

[StandardNames("It looks into pg_stat_activity, which has columns with names of the model.")]
public class LongReadTests(TestDatabase database) : GateTest(database)
{
    [Theory, InlineData("mlops_paired"), InlineData("mlops_unpaired")]
    public async Task A_comparison_may_take_longer_than_the_commands_of_the_application(string function)
    {
        await StoreAsync(new(), Draw(0.3, 0.2, 50));
        await using var context = Database.CreateContext();
        context.Database.SetCommandTimeout(1);
        await using var connection = await Database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await LockAsync(connection);
        var reading = ReadAsync(context, function, CancellationToken.None);
        await Polling.UntilAsync(
            async () => reading.IsCompleted || await IsWaitingAsync(function, "1.5 s"),
            "the comparison has waited for longer than a second");

        await transaction.CommitAsync();
        Assert.Equal(50, await reading);
        Assert.Equal(1, context.Database.GetCommandTimeout());
    }

    [Theory, InlineData("mlops_paired"), InlineData("mlops_unpaired")]
    public async Task Whoever_asked_can_cancel_it(string function)
    {
        await StoreAsync(new(), Draw(0.3, 0.2, 50));
        await using var context = Database.CreateContext();
        await using var connection = await Database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await LockAsync(connection);
        using var cancelling = new CancellationTokenSource();
        var reading = ReadAsync(context, function, cancelling.Token);
        await Polling.UntilAsync(async () => reading.IsCompleted || await IsWaitingAsync(function, "0 s"), "the comparison waits");

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Polling.UntilAsync(async () => !await IsWaitingAsync(function, "0 s"), "the server has stopped");
    }

    private static async Task<long> ReadAsync(MlOpsDbContext context, string function, CancellationToken cancellationToken)
    {
        if (function == "mlops_paired")
            return (await new GateRepository(context).FindEvidenceAsync(Question, Sample.Noon, cancellationToken)).Predictions;

        var question = new ComparisonQuestion(ModelName, "1", "2", new(Before(9), Sample.Noon));
        return (await new ComparisonRepository(context).CompareAsync(question, cancellationToken)).VersionPredictions;
    }

    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection)
    {
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(RenamedRun.Sql("LOCK TABLE ml_predictions IN ACCESS EXCLUSIVE MODE"), connection);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    private Task<bool> IsWaitingAsync(string function, string time) => Database.ScalarAsync<bool>(
        $"""
        SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'
            AND query LIKE '%FROM {function}(%' AND query_start < clock_timestamp() - interval '{time}'
        """);
}
