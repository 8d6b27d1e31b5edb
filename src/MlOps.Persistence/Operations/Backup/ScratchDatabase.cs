using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>
/// A database for a moment, on the server of a context. It is dropped in the end. A session bears its name for as long, so that the next
/// one finds those whose process was killed.
/// </summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private const string Prefix = "mlops_verify_";

    // What has a session is in use, and what another role made is not dropped.
    private const string Remains =
        """
        SELECT quote_ident(datname) FROM pg_database
        WHERE datname ~ '^mlops_verify_[0-9a-f]{32}$' AND pg_has_role(datdba, 'USAGE')
            AND NOT EXISTS (
                SELECT 1 FROM pg_stat_activity AS a WHERE pg_database.datname IN (a.datname, a.application_name))
        """;

    private readonly NpgsqlConnection _server;

    private ScratchDatabase(NpgsqlConnection server, string name, NpgsqlDataSource dataSource) =>
        (_server, Name, DataSource) = (server, name, dataSource);

    public string Name { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>Creates it, and drops those of killed processes.</summary>
    public static async Task<ScratchDatabase> CreateAsync(DbContext context, CancellationToken cancellationToken)
    {
        var name = $"{Prefix}{Guid.NewGuid():N}";
        var server = BackupSession.Clone(context, settings => settings.ApplicationName = name);
        try
        {
            await server.OpenAsync(cancellationToken).ConfigureAwait(false);
            await DropRemainsAsync(server, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0", cancellationToken).ConfigureAwait(false);
            return new ScratchDatabase(server, name, Connect(context, name));
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Also after a cancellation. What cannot be dropped is dropped by the next one.
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync().ConfigureAwait(false);
        try
        {
            await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            return;
        }
        finally
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static NpgsqlDataSource Connect(DbContext context, string name)
    {
        var connection = BackupSession.Clone(context, settings => (settings.Database, settings.Pooling) = (name, true));
        return NpgsqlDataSource.Create(connection.ConnectionString);
    }

    private static async Task DropRemainsAsync(NpgsqlConnection server, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var command = new NpgsqlCommand(Remains, server);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    names.Add(reader.GetString(0));
            }
        }

        foreach (var name in names)
            await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name}", cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection server, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, server);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
