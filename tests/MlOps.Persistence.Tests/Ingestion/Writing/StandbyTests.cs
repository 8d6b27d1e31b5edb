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
        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
        await CancelWaitAsync(context);
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Retried == 1), "the writer tries again");
        Assert.Equal(RefusalCause.Moment, host.Writer.Statistics.Fault!.Cause);

        // It is stored here by now, and waits again.
        await CancelWaitAsync(context);
        await context.Database.ExecuteSqlAsync($"ALTER SYSTEM SET synchronous_standby_names = ''");
        await context.Database.ExecuteSqlAsync($"SELECT pg_reload_conf()");
        await host.Writer.FlushAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, await context.Predictions.CountAsync());
        Assert.Equal(1, host.Writer.Statistics.Deduplicated);
    }

    private static Task CancelWaitAsync(MlOpsDbContext context) => Polling.UntilAsync(
        () => context.Database.SqlQuery<bool>(
            $"""
            SELECT coalesce(bool_or(pg_cancel_backend(pid)), false) AS "Value" FROM pg_stat_activity WHERE wait_event = 'SyncRep'
            """).SingleAsync(),
        "the server waits for a standby");

    // There is no such standby. Only what demands it waits.
    private sealed class StandbyServer() : TestServer(new Dictionary<string, string>
    {
        ["synchronous_standby_names"] = "nobody",
        ["synchronous_commit"] = "off",
        ["fsync"] = "off",
    });
}
