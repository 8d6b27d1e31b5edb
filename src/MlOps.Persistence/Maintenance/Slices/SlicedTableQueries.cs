using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Asks the server about sliced tables, which a newer version may have migrated.</summary>
internal static class SlicedTableQueries
{
    /// <summary>The columns that can be written, quoted where they need to be.</summary>
    public static async Task<string> ReadColumnsAsync(this DbContext context, SlicedTable table, CancellationToken cancellationToken) =>
        string.Join(", ", await context.ListColumnsAsync(table, cancellationToken).ConfigureAwait(false));

    public static async Task<IReadOnlyList<string>> ListColumnsAsync(
        this DbContext context, SlicedTable table, CancellationToken cancellationToken) =>
        await context.Database.SqlQuery<string>(
            $"""
            SELECT quote_ident(attname) AS "Value" FROM pg_attribute
            WHERE attrelid = {table.Name}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
            """).ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Whether a table or a view exists. By a catalog, whose lock makes the server read it again: the cache of this connection may not
    /// have what another one made while this one waited.
    /// </summary>
    public static Task<bool> ExistsAsync(this DbContext context, string relation, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<bool>(
            $"SELECT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass({relation})) AS \"Value\"").SingleAsync(cancellationToken);

    /// <summary>Counts the rows of some tables, in their order.</summary>
    public static async Task<IReadOnlyList<long>> CountRowsAsync(
        this DbContext context, IReadOnlyList<string> tables, CancellationToken cancellationToken) =>
        await context.Database.SqlQueryRaw<long[]>(SqlNames.EscapeBraces(
            $"SELECT ARRAY[{string.Join(", ", tables.Select(table => $"(SELECT count(*) FROM {table})"))}] AS \"Value\""))
            .SingleAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Those of some partitioned tables whose policies hold for their owner, too.</summary>
    public static async Task<IReadOnlyList<string>> ListForcedAsync(
        this DbContext context, IReadOnlyList<SlicedTable> tables, CancellationToken cancellationToken)
    {
        var names = tables.Select(table => table.Name).ToArray();
        return await context.Database.SqlQuery<string>(
            $"""
            SELECT name AS "Value" FROM unnest({names}) AS name JOIN pg_class ON oid = name::regclass WHERE relforcerowsecurity
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
