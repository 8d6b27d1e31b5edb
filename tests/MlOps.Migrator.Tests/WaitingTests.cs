using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

/// <summary>A command that waits for another process says so.</summary>
public class WaitingTests(TestServer server)
{
    // "MlOpsMig" as a number.
    private const long MigrationLockKey = 0x4d6c4f70734d6967;

    [Theory]
    [InlineData("mlops slices of ml_predictions", "The slices of ml_predictions wait for the advisory lock 'mlops slices of ml_")]
    [InlineData(null, "Another process migrates the database. This one waits until it is done.")]
    public async Task The_lock_is_named_on_standard_error(string? slices, string expected)
    {
        var key = slices is null ? $"{MigrationLockKey}" : $"hashtext('{slices}')";
        var connection = await server.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(connection);
        await using var holder = await dataSource.OpenConnectionAsync();
        await ExecuteAsync(holder, $"SELECT pg_advisory_lock({key})");
        var running = CommandInProcess.RunAsync("migrate", "--connection", connection);
        await Polling.UntilAsync(
            async () => running.IsCompleted || await WasRefusedAsync(dataSource, slices is null), "the command asks for the lock");
        await ExecuteAsync(holder, $"SELECT pg_advisory_unlock({key})");
        var result = await running;
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith(expected, Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repair_waits_for_a_migration_and_says_so()
    {
        var connection = await server.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(connection);
        await using var holder = await dataSource.OpenConnectionAsync();
        await ExecuteAsync(holder, $"DROP TRIGGER set_updated_at ON ml_models; SELECT pg_advisory_lock({MigrationLockKey})");
        var running = CommandInProcess.RunAsync("verify", "--repair", "--connection", connection);
        await Polling.UntilAsync(
            async () => running.IsCompleted || await WasRefusedAsync(dataSource, true), "the command asks for the lock");
        await ExecuteAsync(holder, $"SELECT pg_advisory_unlock({MigrationLockKey})");
        var result = await running;
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("Another process migrates the database.", result.Error, StringComparison.Ordinal);
        Assert.EndsWith(" is as the model says. Repaired: 1.\n", result.Error, StringComparison.Ordinal);
    }

    // The lock of migrations is asked for again and again, that of slices in one statement that waits.
    private static async Task<bool> WasRefusedAsync(NpgsqlDataSource dataSource, bool isMigrationLock)
    {
        var asks = isMigrationLock
            ? "query LIKE 'SELECT pg_try_advisory_lock%' AND state = 'idle'"
            : "query LIKE 'SELECT pg_advisory_xact_lock%' AND wait_event_type = 'Lock'";
        await using var command = dataSource.CreateCommand(
            $"SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND {asks})");
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
