using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Killed;

/// <summary>
/// Counts the statements that change the schema of a database, whoever sends them, and stops before one of them: so that a
/// migrator can be killed at a step, and not at a time.
/// </summary>
internal sealed class SchemaSteps : IAsyncDisposable
{
    // A number that nobody else locks. Without a timeout, since those of the migrator would end the stop.
    private const string Gate = "4711";
    private const string InThisDatabase = "database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private const string Install =
        $$"""
        CREATE SCHEMA steps;
        CREATE SEQUENCE steps.taken;
        CREATE TABLE steps.stop (step bigint);
        INSERT INTO steps.stop VALUES (0);
        CREATE FUNCTION steps.take() RETURNS event_trigger LANGUAGE plpgsql SET lock_timeout = 0 AS $$
        BEGIN
            IF nextval('steps.taken') = (SELECT step FROM steps.stop) THEN
                PERFORM pg_advisory_lock({{Gate}});
                PERFORM pg_advisory_unlock({{Gate}});
            END IF;
        END $$;
        CREATE EVENT TRIGGER take_step ON ddl_command_start EXECUTE FUNCTION steps.take();
        """;

    private readonly NpgsqlConnection _connection;

    private SchemaSteps(NpgsqlConnection connection) => _connection = connection;

    /// <summary>How many steps were taken since the last stop was set.</summary>
    public Task<long> TakenAsync() => ScalarAsync<long>("SELECT last_value FROM steps.taken");

    /// <summary>The server's process that stands before the step; null if none does.</summary>
    public Task<int?> StoppedAsync() => ScalarAsync<int?>(
        $"SELECT min(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = {Gate} AND NOT granted AND {InThisDatabase}");

    /// <summary>Whether any process holds a lock of the kind that keeps other migrators away.</summary>
    public Task<bool> IsLockFreeAsync() => ScalarAsync<bool>(
        $"""
        SELECT count(*) = 0 FROM pg_locks
        WHERE locktype = 'advisory' AND objid <> {Gate} AND {InThisDatabase}
        """);

    public static async Task<SchemaSteps> WatchAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var steps = new SchemaSteps(connection);
        await steps.ScalarAsync<object?>(Install);
        return steps;
    }

    /// <summary>Begins to count anew, and stops before a step. The first is 1.</summary>
    public Task StopBeforeAsync(long step) => ScalarAsync<object?>(
        $"SELECT setval('steps.taken', 1, false); UPDATE steps.stop SET step = {step}; SELECT pg_advisory_lock({Gate})");

    /// <summary>Lets the process go on, and waits for its end.</summary>
    public async Task LetGoAsync(int process)
    {
        await ScalarAsync<object?>($"SELECT pg_advisory_unlock({Gate})");
        await Polling.UntilAsync(
            () => ScalarAsync<bool>($"SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = {process}"),
            "the server has noticed that its client is gone");
    }

    public Task TerminateAsync(int process) => ScalarAsync<bool>($"SELECT pg_terminate_backend({process})");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync() is T value ? value : default!;
    }
}
