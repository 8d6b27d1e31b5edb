using Npgsql;
using Respawn;
using Respawn.Graph;

namespace MlOps.Testing;

/// <summary>Truncates all tables by Respawn, and empties the materialized views, which it does not know.</summary>
internal sealed class RespawnReset : DatabaseReset
{
    // Respawn asks for all foreign keys, which takes many seconds where the catalogue was never analysed.
    private const string AnalyseCatalogue = "ANALYZE pg_class, pg_constraint, pg_namespace, pg_attribute, pg_depend, pg_inherits";

    private readonly NpgsqlDataSource _dataSource;
    private readonly Respawner _respawner;

    private RespawnReset(NpgsqlDataSource dataSource, Respawner respawner) => (_dataSource, _respawner) = (dataSource, respawner);

    public static async Task<RespawnReset> CreateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(AnalyseCatalogue, connection))
            await command.ExecuteNonQueryAsync(cancellationToken);

        var options = new RespawnerOptions
        {
            DbAdapter = DbAdapter.Postgres,
            TablesToIgnore = [.. ResetSql.Histories.Select(table => new Table(table))],
        };
        return new RespawnReset(dataSource, await Respawner.CreateAsync(connection, options));
    }

    private protected override async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await _respawner.ResetAsync(connection);
        await using var command = new NpgsqlCommand(ResetSql.RefreshFilledViews, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
