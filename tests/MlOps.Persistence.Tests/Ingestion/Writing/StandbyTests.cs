using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>The journal lets go of a write when the server and its standbys have it, whatever the role's settings are.</summary>
public class StandbyTests
{
    [Fact]
    public async Task A_commit_whose_wait_for_a_standby_is_cancelled_is_repeated_until_the_standby_has_it()
    {
        await using var server = new StandbyServer();
        var connectionString = await server.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var context = server.CreateContext(dataSource);
        using var directory = new TestDirectory();
        await using var host = await WriterHost.StartAsync(
            connectionString,
            options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")));
        // There is no such standby. Only what demands it waits, once all processes of the server have heard of it.
        await SetStandbysAsync(context, "'nobody'");
        await CancelWaitAsync(context, () => host.Writer.WriteAsync(Sample.BarePredictions()[1]).AsTask());
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Retried == 1), "the writer tries again");
        Assert.Equal(RefusalCause.Moment, host.Writer.Statistics.Fault!.Cause);

        // It is stored here by now, and waits again.
        await CancelWaitAsync(context, () => Task.CompletedTask);
        await SetStandbysAsync(context, "''");
        await host.Writer.FlushAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(host.Writer.Statistics.Accepted, await context.Predictions.CountAsync());
        Assert.True(host.Writer.Statistics.Deduplicated > 0, "What was stored is not stored again.");
    }

    private static Task CancelWaitAsync(MlOpsDbContext context, Func<Task> write) => Polling.UntilAsync(
        async () =>
        {
            await write();
            return await context.Database.SqlQuery<bool>(
                $"""
                SELECT coalesce(bool_or(pg_cancel_backend(pid)), false) AS "Value" FROM pg_stat_activity WHERE wait_event = 'SyncRep'
                """).SingleAsync();
        },
        "the server waits for a standby");

    private static async Task SetStandbysAsync(MlOpsDbContext context, string names)
    {
        await context.Database.ExecuteSqlRawAsync($"ALTER SYSTEM SET synchronous_standby_names = {names}");
        await context.Database.ExecuteSqlAsync($"SELECT pg_reload_conf()");
    }

    private sealed class StandbyServer() : TestServer(new Dictionary<string, string>
    {
        ["synchronous_commit"] = "off",
        ["fsync"] = "off",
    });
}
