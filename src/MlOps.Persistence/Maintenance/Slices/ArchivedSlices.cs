using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Finds slices in the archive.</summary>
internal static class ArchivedSlices
{
    /// <summary>Those of some slices that are in the archive, by their names.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(
        DbContext context, SlicedTable root, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var partitions = names.Distinct().ToDictionary(root.BareName);
        if (partitions.Count == 0)
            return [];

        // Not by to_regclass, which fails where the login may not use the schema.
        var archived = await context.Database.SqlQuery<string>(
            $"""
            SELECT relname::text AS "Value" FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = {root.ArchiveSchema} AND relname = ANY ({partitions.Keys.ToArray()})
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return archived.ConvertAll(partition => partitions[partition]);
    }
}
