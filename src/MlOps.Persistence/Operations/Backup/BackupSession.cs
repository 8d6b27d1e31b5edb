using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>
/// A session that reads and writes all rows, or none: where a policy would hide some, PostgreSQL refuses the statement. Each value has
/// the same text in every such session.
/// </summary>
internal sealed class BackupSession : IAsyncDisposable
{
    private const string Settings =
        """
        SET row_security = off;
        SET datestyle = 'ISO';
        SET intervalstyle = 'postgres';
        SET timezone = 'UTC';
        SET bytea_output = 'hex';
        SET extra_float_digits = 1;
        SET lc_monetary = 'C';
        SET statement_timeout = 0;
        SET idle_in_transaction_session_timeout = 0;
        SET lock_timeout = '30s';
        SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'
        """;

    private BackupSession(NpgsqlConnection connection) => Connection = connection;

    public NpgsqlConnection Connection { get; }

    /// <summary>Opens a session with the login of a context.</summary>
    public static async Task<BackupSession> OpenAsync(DbContext context, CancellationToken cancellationToken)
    {
        var session = new BackupSession(Clone(context, null));
        try
        {
            await session.Connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(Settings, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A closed connection with the login of a context. It has no pool, and waits for the server as long as it takes.</summary>
    /// <param name="context">The context.</param>
    /// <param name="change">What the connection string has besides.</param>
    public static NpgsqlConnection Clone(DbContext context, Action<NpgsqlConnectionStringBuilder>? change)
    {
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false, CommandTimeout = 0 };
        change?.Invoke(settings);
        return connection.CloneWith(settings.ConnectionString);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, Connection);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads rows.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Makes something of a row.</param>
    /// <param name="values">The values of $1, $2 and so on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<List<T>> ListAsync<T>(
        string sql, Func<DbDataReader, T> read, IEnumerable<object> values, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, Connection);
        await using var whenDone = command.ConfigureAwait(false);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });

        var rows = new List<T>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(read(reader));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
