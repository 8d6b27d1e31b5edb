using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Maintenance;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>A migrator that others keep waiting: at the history, which it writes last in its transaction.</summary>
public sealed class MigrationRetryTests(TestServer server) : EmptyDatabaseTest(server)
{
    private const string Waiting =
        "SELECT query_start::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query " +
        "LIKE 'INSERT INTO mlops_migrations_history%'";

    [Fact]
    public async Task Who_gets_no_lock_gives_up_and_tries_again_and_the_history_stays_readable()
    {
        await using var holder = await HoldHistoryAsync();
        var migrating = Task.Run(MigrateAsync);
        var tries = new HashSet<string>();
        await Polling.UntilAsync(
            async () =>
            {
                tries.UnionWith(await ColumnAsync(Waiting));
                return migrating.IsCompleted || tries.Count > 1;
            },
            "the migrator gives up and tries again");

        await using (var context = CreateContext())
        {
            await context.Database.OpenConnectionAsync();
            await context.Database.ExecuteSqlRawAsync("SET lock_timeout = '1s'");
            Assert.Empty(await context.Database.GetAppliedMigrationsAsync());
        }

        await holder.CloseAsync();
        Assert.NotEmpty(await migrating);
    }

    [Fact]
    public async Task Who_is_the_victim_of_a_deadlock_tries_again()
    {
        await using var holder = await HoldHistoryAsync();
        var migrating = Task.Run(MigrateAsync);
        await Polling.UntilAsync(
            async () => migrating.IsCompleted || (await ColumnAsync(Waiting)).Count > 0, "the migrator waits for the holder");

        // Of those in the circle only the migrator looks for it.
        var circle = Task.Run(() => ExecuteAsync(holder, $"SELECT pg_advisory_lock({MlOpsPostgresFeatures.Options.MigrationLockKey})"));
        await Polling.UntilAsync(
            async () => migrating.IsCompleted
                || (await ColumnAsync("SELECT deadlocks::text FROM pg_stat_database WHERE datname = current_database()")) is not ["0"],
            "the server has ended a deadlock");
        await ColumnAsync($"SELECT pg_terminate_backend({holder.ProcessID})::text");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => circle);
        Assert.NotEmpty(await migrating);
    }

    private async Task<NpgsqlConnection> HoldHistoryAsync()
    {
        await using (var context = CreateContext())
            await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync();

        var holder = await DataSource.OpenConnectionAsync();
        await ExecuteAsync(holder, "SET deadlock_timeout = '1h'; BEGIN; LOCK TABLE mlops_migrations_history IN SHARE MODE");
        return holder;
    }

    private async Task<IReadOnlyList<string>> MigrateAsync()
    {
        await using var context = CreateContext();
        return await SchemaMigration.RunAsync(context);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
