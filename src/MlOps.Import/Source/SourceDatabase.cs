using System.Security.Cryptography;
using Npgsql;

namespace MlOps.Import.Source;

/// <summary>
/// The database that is imported from: one session and one transaction in it, which can only read, and sees everything as it
/// was at one moment.
/// </summary>
internal sealed class SourceDatabase : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private SourceDatabase(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    // Within the transaction, since a pooler between may refuse settings at the start. Row-level security would leave rows out
    // in silence; so it fails where it would.
    private const string Settings =
        """
        SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL row_security = off;
        SET LOCAL extra_float_digits = 3
        """;

    public static async Task<SourceDatabase> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            var source = new SourceDatabase(connection, transaction);
            await source.ExecuteAsync(Settings, cancellationToken).ConfigureAwait(false);
            return source;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The tables of a schema, by name.</summary>
    public async Task<IReadOnlyDictionary<string, SourceTable>> TablesAsync(string schema, CancellationToken cancellationToken)
    {
        var columns = new List<(string Table, string Column, string Type, bool IsUnique)>();
        var command = Command(
            """
            SELECT c.table_name::text, c.column_name::text, c.data_type::text, EXISTS (
                SELECT FROM pg_index i, unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) AS k (attnum)
                JOIN pg_attribute a ON a.attnum = k.attnum AND a.attrelid = r.oid
                WHERE i.indrelid = r.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                GROUP BY i.indexrelid HAVING count(*) FILTER (WHERE a.attname <> 'tenant_id') = 1 AND bool_or(a.attname = c.column_name))
            FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            JOIN pg_namespace n ON n.nspname = c.table_schema JOIN pg_class r ON r.relnamespace = n.oid AND r.relname = c.table_name AND NOT r.relispartition
            WHERE c.table_schema = $1 AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
            """);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = schema });
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3)));
            }
        }

        return columns.GroupBy(column => column.Table).ToDictionary(
            table => table.Key,
            table => new SourceTable(
                table.Key,
                table.ToDictionary(column => column.Column, column => column.Type),
                table.Where(column => column.IsUnique).Select(column => column.Column).ToHashSet()));
    }

    /// <summary>Whether a session is in the same database: a lock that it holds cannot be had.</summary>
    public async Task<bool> IsThatOfAsync(NpgsqlConnection other, CancellationToken cancellationToken)
    {
        var key = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        await LockAsync(other, "SELECT pg_advisory_lock($1)", key, cancellationToken).ConfigureAwait(false);
        try
        {
            return !(bool)(await LockAsync(_connection, "SELECT pg_try_advisory_xact_lock($1)", key, cancellationToken).ConfigureAwait(false))!;
        }
        finally
        {
            await LockAsync(other, "SELECT pg_advisory_unlock($1)", key, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Text values of a query's first column; a null is one, too.</summary>
    public async Task<IReadOnlyList<string?>> ListAsync(string sql, CancellationToken cancellationToken)
    {
        var values = new List<string?>();
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    values.Add(await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(0));
            }
        }

        return values;
    }

    /// <summary>A query whose rows come as they are asked for.</summary>
    public NpgsqlCommand Command(string sql, IReadOnlyList<string?>? parameter = null)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction) { CommandTimeout = 0 };
        if (parameter is not null)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter.OfType<string>().ToArray() });

        return command;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<object?> LockAsync(NpgsqlConnection connection, string sql, long key, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = key });
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
