using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>A partition, as the catalogue has it.</summary>
internal sealed record SlicePartition(int Table, string Name, float Rows, long Bytes)
{
    /// <summary>Lists the slices of an aggregate, the oldest first.</summary>
    /// <param name="context">The context.</param>
    /// <param name="aggregate">The aggregate.</param>
    /// <param name="parents">The partitioned table of each of its tables: itself, or that of the archive.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<StoredSlice>> ListAsync(
        DbContext context, SlicedAggregate aggregate, IEnumerable<string> parents, CancellationToken cancellationToken)
    {
        string[] names = [.. parents];
        var partitions = await context.Database.SqlQuery<SlicePartition>(
            $"""
            SELECT at::int - 1 AS "Table", relname::text AS "Name", reltuples AS "Rows", pg_total_relation_size(c.oid) AS "Bytes"
            FROM unnest({names}) WITH ORDINALITY AS n (name, at)
            JOIN pg_inherits ON inhparent = to_regclass(name) JOIN pg_class AS c ON c.oid = inhrelid
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. partitions
                .Select(partition => (Slice: aggregate.Tables[partition.Table].SliceOf(partition.Name), Partition: partition))
                .Where(found => found.Slice is not null)
                .GroupBy(found => found.Slice!.Value, found => found.Partition)
                .OrderBy(found => found.Key.Start)
                .Select(found => new StoredSlice(
                    aggregate.Root,
                    found.Key.Suffix,
                    found.Key.Start,
                    found.Key.End,
                    found.Count(),
                    found.Any(partition => partition.Rows < 0) ? null : (long)found.Sum(partition => (double)partition.Rows),
                    found.Sum(partition => partition.Bytes))),
        ];
    }
}
