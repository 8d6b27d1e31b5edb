namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>The slices of an aggregate, and the rows that have none.</summary>
/// <param name="Table">The root's table.</param>
/// <param name="Slices">How many slices there are.</param>
/// <param name="FirstGap">The first moment, from now on, that no slice has: rows of then land in the default partition.</param>
/// <param name="DefaultRows">Rows of all of its tables that have no slice yet.</param>
public sealed record SliceState(string Table, int Slices, DateTimeOffset FirstGap, long DefaultRows)
{
    /// <summary>Partitions whose names are not those of slices. Somebody else made them, and nothing else here counts them.</summary>
    public IReadOnlyList<string> OtherPartitions { get; init; } = [];

    /// <summary>
    /// Rows of all of its tables that are set aside: their time was not that of their id, so they fit into no slice. They are in a table
    /// of their own, which only the owner reads: the name of the root's table and "_aside".
    /// </summary>
    public long SetAsideRows { get; init; }
}
