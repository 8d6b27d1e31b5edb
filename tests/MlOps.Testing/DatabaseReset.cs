using Npgsql;

namespace MlOps.Testing;

/// <summary>Empties the tables and the materialized views of a database. The schema and the history of migrations stay.</summary>
public abstract class DatabaseReset
{
    /// <summary>Empties what has rows.</summary>
    /// <exception cref="InvalidOperationException">The role of the connections may not do so.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await EmptyAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException(
                $"The role of the connections may not empty the database: {e.MessageText}. Reset it through a data source of its owner; " +
                "contexts under test can use another role.",
                e);
        }
    }

    /// <summary>
    /// Deletes the rows of the tables that have some, in one statement: the fast way where each test fills few tables.
    /// </summary>
    public static DatabaseReset ByDeletion(NpgsqlDataSource dataSource) => new DeletionReset(dataSource);

    /// <summary>Uses Respawn, which truncates all tables.</summary>
    public static async Task<DatabaseReset> ByRespawnAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return await RespawnReset.CreateAsync(dataSource, cancellationToken);
    }

    private protected abstract Task EmptyAsync(CancellationToken cancellationToken);
}
