using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Refuses to make a slice that would lose rows or lack a key.</summary>
internal sealed class SliceChecks(DbContext context)
{
    // Moved rows are deleted from the default partition, and with them what refers to them by ON DELETE CASCADE. What the
    // model knows moves along, but not the leaf of a newer version, nor a table that somebody added by hand.
    public async Task RefuseUnknownAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        var (tables, known) =
            (aggregate.Tables.SelectMany(table => (string[])[table.Name, table.Default]).ToArray(),
                aggregate.Tables.Select(table => table.Default).ToArray());
        var unknown = await context.Database.SqlQuery<string>(
            $"""
            SELECT DISTINCT conrelid::regclass || ' refers to ' || confrelid::regclass AS "Value" FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND confrelid = ANY ({tables}::text[]::regclass[]) AND conrelid <> ALL ({known}::text[]::regclass[])
            ORDER BY 1
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (unknown.Count > 0)
            throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"The rows that wait for slice {slice.Suffix} of {aggregate.Root} stay where they are: {string.Join(", ", unknown)}. " +
                "This version does not know that table, so its rows would not move along. Make the slice with the version that " +
                "migrated the database. If somebody added the table by hand, drop its foreign key.");
    }

    // Another table takes the place of the default partition, and a view would show the old one.
    public async Task RefuseViewsAsync(SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        var defaults = aggregate.Tables.Select(table => table.Default).ToArray();
        var views = await context.Database.SqlQuery<string>(
            $"""
            SELECT DISTINCT ev_class::regclass || ' reads ' || refobjid::regclass AS "Value"
            FROM pg_rewrite JOIN pg_depend ON objid = pg_rewrite.oid AND classid = 'pg_rewrite'::regclass
            WHERE refclassid = 'pg_class'::regclass AND refobjid = ANY ({defaults}::text[]::regclass[]) ORDER BY 1
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (views.Count > 0)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The rows that wait for slices of {aggregate.Root} stay where they are: {string.Join(", ", views)}, and they leave that " +
                "table by another one that takes its place. Let the view read the partitioned table, and make the slices again.");
    }

    // The keys of a slice are its own, made from the model: a key of a newer version would be missing forever.
    public async Task RefuseWithoutKeysAsync(
        SlicedAggregate aggregate, IReadOnlyList<SlicedTable> missing, Slice slice, CancellationToken cancellationToken)
    {
        var (defaults, keys) = (missing.Select(table => table.Default).ToArray(), missing.SelectMany(table => table.Keys).ToArray());
        var unknown = await context.Database.SqlQuery<string>(
            $"""
            SELECT conname || ' of ' || conrelid::regclass AS "Value" FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ({defaults}::text[]::regclass[]) AND conname <> ALL ({keys})
            ORDER BY 1
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (unknown.Count > 0)
            throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"Slice {slice.Suffix} of {aggregate.Root} is not made: it would lack the foreign key {string.Join(", ", unknown)}, " +
                "which this version does not know. Make the slice with the version that migrated the database. If somebody added the " +
                "key by hand, drop it.");
    }
}
