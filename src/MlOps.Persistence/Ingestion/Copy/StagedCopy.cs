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
    /// <param name="group">The rows and their table.</param>
    /// <param name="onConflict">The clause of the INSERT that says what becomes of rows that are stored already; or nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many rows were inserted or changed.</returns>
    public static async Task<ulong> WriteAsync(
        NpgsqlConnection connection, CopyGroup group, string onConflict, CancellationToken cancellationToken)
    {
        var (name, columns) = (group.Table.Name, group.Table.Columns);
        await ExecuteAsync(
            connection,
            $"CREATE TEMP TABLE mlops_stage ON COMMIT DROP AS SELECT {columns} FROM {name} WITH NO DATA",
            cancellationToken).ConfigureAwait(false);
        await group.WriteAsync(connection, Stage, cancellationToken).ConfigureAwait(false);
        // Citus makes a COPY of an INSERT that returns nothing, and policies refuse that.
        return (ulong)await ExecuteAsync(
            connection,
            $"{RowsInsert.Into(group.Table, columns)} SELECT {columns} FROM {Stage}{onConflict} RETURNING 1; DROP TABLE {Stage}",
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
