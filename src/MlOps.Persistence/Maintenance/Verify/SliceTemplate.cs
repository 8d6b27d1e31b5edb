using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>One partition of a sliced table as the maintenance makes it. The others have another time.</summary>
/// <param name="Aggregate">The tables that are sliced together.</param>
/// <param name="IsRoot">Whether the table is that of the root.</param>
/// <param name="Table">The table.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Slice">Its time.</param>
/// <param name="Rows">The parts of the partition.</param>
internal sealed record SliceTemplate(
    SlicedAggregate Aggregate, bool IsRoot, string Table, string Partition, Slice Slice, IReadOnlyList<CatalogueRow> Rows)
{
    /// <summary>The name of the partition of another slice, or of the table with something else at its end.</summary>
    public string Name(string suffix) => Partition.Replace($"_{Slice.Suffix}", $"_{suffix}", StringComparison.Ordinal);

    /// <summary>The slice of a partition, by its name; null if it is none of the table. It can be in another schema.</summary>
    public Slice? SliceOf(string partition) =>
        Match(partition) ?? (partition.LastIndexOf('.') is > 0 and var dot ? Match(partition[(dot + 1)..]) : null);

    /// <summary>The parts of the partition of another slice.</summary>
    public IEnumerable<CatalogueRow> For(Slice slice)
    {
        (string Here, string There)[] pairs =
        [
            ($"_{Slice.Suffix}", $"_{slice.Suffix}"), ($"{Slice.FirstId}", $"{slice.FirstId}"), ($"{Slice.EndId}", $"{slice.EndId}"),
            (Print(Slice.Start), Print(slice.Start)), (Print(Slice.End), Print(slice.End)),
        ];
        return Rows.Select(row => row.Rewrite(text =>
            pairs.Aggregate(text, (rest, pair) => rest.Replace(pair.Here, pair.There, StringComparison.Ordinal))));
    }

    private Slice? Match(string partition)
    {
        var start = Partition.LastIndexOf(Slice.Suffix, StringComparison.Ordinal);
        var end = Partition.Length - start - Slice.Suffix.Length;
        return partition.Length > start + end && partition.StartsWith(Partition[..start], StringComparison.Ordinal)
            && partition.EndsWith(Partition[^end..], StringComparison.Ordinal)
            ? Slice.OfSuffix(partition[start..^end], Slice.Interval)
            : null;
    }

    // As PostgreSQL prints a time in UTC.
    private static string Print(DateTimeOffset time) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00");
}
