using MlOps.Domain;
using Npgsql;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>
/// Writes rows into a temporary table by COPY and from there by INSERT, which policies allow where they refuse COPY. The
/// temporary table lasts as long as the transaction.
/// </summary>
internal static class StagedCopy
{
    private const string Stage = "pg_temp.mlops_stage";

    /// <param name="connection">A connection with a transaction.</param>
    /// <param name="table">Where the rows belong.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="onConflict">What to do with rows that are there already: the clause of the INSERT, or nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many rows were inserted or changed.</returns>
    public static async Task<ulong> WriteAsync(
        NpgsqlConnection connection,
        TableCopy table,
        IReadOnlyList<Entity> rows,
        string onConflict,
        CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection,
            $"CREATE TEMP TABLE mlops_stage ON COMMIT DROP AS SELECT {table.Columns} FROM {table.Name} WITH NO DATA",
            cancellationToken).ConfigureAwait(false);
        await table.WriteAsync(connection, Stage, rows, cancellationToken).ConfigureAwait(false);
        return (ulong)await ExecuteAsync(
            connection,
            $"INSERT INTO {table.Name} AS t ({table.Columns}) SELECT {table.Columns} FROM {Stage}{onConflict}; DROP TABLE {Stage}",
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
