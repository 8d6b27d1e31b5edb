using System.Security.Cryptography;
using Npgsql;

namespace MlOps.Import.Source;

/// <summary>
/// The database to read: one session with one transaction, which cannot write and sees everything as it was at one moment.
/// </summary>
internal sealed class SourceDatabase : IAsyncDisposable
{
    /// <summary>Settings that let a query fail from which policies would hide rows, and that say how values are written as text.</summary>
    public const string ValueSettings =
        """
        SET LOCAL row_security = off;
        SET LOCAL extra_float_digits = 3;
        SET LOCAL bytea_output = 'hex';
        SET LOCAL datestyle = 'ISO, YMD';
        SET LOCAL timezone = 'UTC'
        """;

    // These are set within the transaction, since a connection pooler may refuse them at the start of a session.
    private const string Settings =
        $"""
        SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        {ValueSettings}
        """;

    private const string ColumnsSql =
        """
        SELECT c.table_name::text, c.column_name::text,
            CASE c.data_type WHEN 'ARRAY' THEN c.udt_name::text ELSE c.data_type::text END, EXISTS (
            SELECT 1 FROM pg_index i, unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) AS k (attnum)
            JOIN pg_attribute a ON a.attnum = k.attnum AND a.attrelid = r.oid
            WHERE i.indrelid = r.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
            GROUP BY i.indexrelid
            HAVING count(*) FILTER (WHERE a.attname <> $2) = 1 AND bool_or(a.attname = c.column_name)),
            c.is_nullable = 'NO'
        FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        JOIN pg_namespace n ON n.nspname = c.table_schema
        JOIN pg_class r ON r.relnamespace = n.oid AND r.relname = c.table_name AND NOT r.relispartition
        WHERE c.table_schema = $1 AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private SourceDatabase(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    public static async Task<SourceDatabase> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            var source = new SourceDatabase(connection, transaction);
            var command = source.CreateCommand(Settings);
            await using (command.ConfigureAwait(false))
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

            return source;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Finds the tables of a schema, by name.</summary>
    public async Task<IReadOnlyDictionary<string, SourceTable>> FindTablesAsync(
        string schema, CancellationToken cancellationToken)
    {
        var columns = await ReadAsync(
            CreateCommand(ColumnsSql, schema, SourceTable.TenantColumn),
            row => (Table: row.GetString(0), Name: row.GetString(1), Type: row.GetString(2), IsUnique: row.GetBoolean(3),
                IsRequired: row.GetBoolean(4)),
            cancellationToken).ConfigureAwait(false);
        return columns.GroupBy(column => column.Table).ToDictionary(
            table => table.Key,
            table => new SourceTable(
                schema,
                table.Key,
                table.ToDictionary(column => column.Name, column => column.Type),
                table.Where(column => column.IsUnique).Select(column => column.Name).ToHashSet(),
                table.Where(column => column.IsRequired).Select(column => column.Name).ToHashSet()));
    }

    /// <summary>Whether another session is in the same database. If so, a lock that it holds is refused here.</summary>
    public async Task<bool> IsSameAsync(NpgsqlConnection other, CancellationToken cancellationToken)
    {
        var key = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        await LockAsync(other, "SELECT pg_advisory_lock($1)", key, cancellationToken).ConfigureAwait(false);
        try
        {
            const string Try = "SELECT pg_try_advisory_xact_lock($1)";
            return !(bool)(await LockAsync(_connection, Try, key, cancellationToken).ConfigureAwait(false))!;
        }
        finally
        {
            await LockAsync(other, "SELECT pg_advisory_unlock($1)", key, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the first column of a query, as text or null.</summary>
    public Task<List<string?>> ReadTextsAsync(string sql, CancellationToken cancellationToken, params object[] parameters) =>
        ReadAsync(CreateCommand(sql, parameters), row => row.IsDBNull(0) ? null : row.GetString(0), cancellationToken);

    /// <summary>Whether the server can compute SHA-256.</summary>
    public bool HasHashes => _connection.PostgreSqlVersion.Major >= 11;

    /// <summary>Reads how many rows there are of each day.</summary>
    public Task<List<DayCount>> ReadDaysAsync(string sql, object[] parameters, CancellationToken cancellationToken) =>
        ReadDaysAsync(CreateCommand(sql, parameters), cancellationToken);

    /// <summary>Reads the same from any database.</summary>
    public static Task<List<DayCount>> ReadDaysAsync(NpgsqlCommand command, CancellationToken cancellationToken) => ReadAsync(
        command,
        row => new DayCount(row.GetDateTime(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3)),
        cancellationToken);

    /// <summary>Creates a command that may run for hours.</summary>
    public NpgsqlCommand CreateCommand(string sql, params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction) { CommandTimeout = 0 };
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });

        return command;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var values = new List<T>();
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    values.Add(read(reader));
            }
        }

        return values;
    }

    private static async Task<object?> LockAsync(
        NpgsqlConnection connection, string sql, long key, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = key });
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
