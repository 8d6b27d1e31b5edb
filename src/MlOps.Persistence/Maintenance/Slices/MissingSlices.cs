using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Finds the partitions that slices lack.</summary>
internal sealed class MissingSlices(DbContext context)
{
    private readonly SliceRecords _records = new(context);

    /// <summary>What some slices lack, in their order, the root first. A slice that was archived, detached or dropped lacks
    /// nothing: it is not made anew.</summary>
    public async Task<IReadOnlyList<MissingPartition>> FindAsync(
        SlicedAggregate aggregate, IReadOnlyList<Slice> slices, CancellationToken cancellationToken)
    {
        var wanted = slices.SelectMany(slice => aggregate.Tables.Select(table => new MissingPartition(table, slice))).ToList();
        var names = wanted.Select(partition => partition.Name).ToArray();
        // By a catalog, whose lock makes the server read it again. The cache of this connection may not have what another one made
        // while this one waited.
        var absent = await context.Database.SqlQuery<string>(
            $"""
            SELECT name AS "Value" FROM unnest({names}) AS name WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass(name))
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (absent.Count == 0)
            return [];

        var set = absent.ToHashSet();
        var missing = wanted.Where(partition => set.Contains(partition.Name)).ToList();
        string[] withoutRoot =
            [.. missing.Where(partition => partition.Table == aggregate.Tables[0]).Select(partition => partition.Slice.Suffix)];
        var gone = await _records.FindMadeAsync(aggregate.Root, withoutRoot, cancellationToken).ConfigureAwait(false);
        var archived = await ArchivedSlices.FindAsync(context, aggregate.Tables[0], withoutRoot, cancellationToken).ConfigureAwait(false);
        return [.. missing.Where(partition => !gone.Contains(partition.Slice.Suffix) && !archived.Contains(partition.Slice.Suffix))];
    }
}
