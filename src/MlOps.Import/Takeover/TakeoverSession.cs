using System.Data.Common;
using System.Text.Json;
using MlOps.Persistence;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Import.Takeover;

/// <summary>One session in the database that is taken over. While it is open, no other takeover changes it.</summary>
internal sealed class TakeoverSession : IAsyncDisposable
{
    /// <summary>The schema in which ours are built.</summary>
    public const string Next = "mlops_next";

    /// <summary>The schema of the old tables after the switch.</summary>
    public const string Legacy = "legacy";

    private const long LockKey = 0x6D6C6F707374616B;

    private readonly NpgsqlConnection _connection;

    private TakeoverSession(NpgsqlConnection connection, string home) => (_connection, Home) = (connection, home);

    /// <summary>The schema of the names that both want.</summary>
    public string Home { get; }

    /// <param name="home">The database.</param>
    /// <param name="isReader">Whether it changes nothing, and so may be open beside another.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">Another takeover runs.</exception>
    public static async Task<TakeoverSession> OpenAsync(NpgsqlDataSource home, bool isReader, CancellationToken cancellationToken)
    {
        var connection = await home.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var session = new TakeoverSession(connection, "");
            var found = await session.ReadAsync(
                "SELECT coalesce(current_schema()::text, 'public'), $2 OR pg_try_advisory_lock($1), " +
                "set_config('statement_timeout', '0', false), set_config('idle_in_transaction_session_timeout', '0', false)",
                row => (Schema: row.GetString(0), IsAlone: row.GetBoolean(1)),
                cancellationToken,
                LockKey,
                isReader).ConfigureAwait(false);
            return found[0].IsAlone
                ? new TakeoverSession(connection, found[0].Schema)
                : throw new MlOpsException(
                    MlOpsError.Conflict, "Another process takes over this database now. Run the command again when that one has ended.");
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs work in a transaction, which is undone if it throws.</summary>
    public async Task<T> InTransactionAsync<T>(Func<Task<T>> work, bool isKept, CancellationToken cancellationToken)
    {
        var transaction = await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var result = await work().ConfigureAwait(false);
            if (isKept)
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

            return result;
        }
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params object[] parameters)
    {
        var values = new List<T>();
        var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await using var whenDone = command.ConfigureAwait(false);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            values.Add(read(reader));

        return values;
    }

    /// <summary>The newest transaction that has begun to write.</summary>
    public async Task<string> ReadLastTransactionAsync(CancellationToken cancellationToken) => (await ReadAsync(
        "SELECT (pg_snapshot_xmax(pg_current_snapshot())::text::numeric - 1)::text", row => row.GetString(0), cancellationToken)
        .ConfigureAwait(false))[0];

    /// <summary>What the server calls the database. A dump that is restored has another name there.</summary>
    /// <param name="schema">The schema of ours.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string> ReadDatabaseAsync(string schema, CancellationToken cancellationToken)
    {
        var history = $"{SqlNames.Quote(schema)}.{MlOpsDbContextOptionsExtensions.HistoryTable}";
        var found = await ReadAsync(
            "SELECT has_function_privilege('pg_control_system()', 'EXECUTE'), oid::text || ' ' || to_regclass($1)::oid::text " +
            "FROM pg_database WHERE datname = current_database()",
            row => (MayAsk: row.GetBoolean(0), Ids: row.GetString(1)),
            cancellationToken,
            history).ConfigureAwait(false);
        var server = found[0].MayAsk
            ? await ReadAsync("SELECT system_identifier::text FROM pg_control_system()", row => row.GetString(0), cancellationToken)
                .ConfigureAwait(false)
            : [];
        return string.Join(' ', server.Append(found[0].Ids));
    }

    /// <summary>Lets names without a schema be those of a schema.</summary>
    public Task EnterAsync(string schema, CancellationToken cancellationToken) =>
        ExecuteAsync($"SET search_path = {SqlNames.Quote(schema)}", cancellationToken);

    public async Task MoveAsync(IEnumerable<SchemaObject> objects, string from, string to, CancellationToken cancellationToken)
    {
        await EnterAsync(from, cancellationToken).ConfigureAwait(false);
        var statements = objects.Select(one => one.WriteMove(from, to)).ToList();
        if (statements.Count > 0)
            await ExecuteAsync(string.Join(";\n", statements), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The note that a takeover wrote on a schema; null if there is no such schema.</summary>
    /// <exception cref="MlOpsException">The schema is somebody else's.</exception>
    public async Task<TNote?> FindNoteAsync<TNote>(string schema, CancellationToken cancellationToken)
        where TNote : class
    {
        var found = await ReadAsync(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = $1",
            row => row.IsDBNull(0) ? "" : row.GetString(0),
            cancellationToken,
            schema).ConfigureAwait(false);
        try
        {
            return found is [var note] ? JsonSerializer.Deserialize<TNote>(note) : null;
        }
        catch (JsonException e)
        {
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                $"The schema '{schema}', which a takeover makes for itself, exists already, and is not one of a takeover. Rename it first.",
                e);
        }
    }

    public Task WriteNoteAsync<TNote>(string schema, TNote note, CancellationToken cancellationToken) => ExecuteAsync(
        $"COMMENT ON SCHEMA {SqlNames.Quote(schema)} IS {SqlNames.Literal(JsonSerializer.Serialize(note))}", cancellationToken);

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync().ConfigureAwait(false);
}
