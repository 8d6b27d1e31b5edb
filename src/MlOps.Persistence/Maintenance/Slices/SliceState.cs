namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>How an aggregate's slices stand.</summary>
/// <param name="Table">The root's table.</param>
/// <param name="Slices">How many slices there are.</param>
/// <param name="Horizon">The end of the last one: from then on rows land in the default partition.</param>
/// <param name="DefaultRows">Rows of any of its tables that no slice was made for yet.</param>
public sealed record SliceState(string Table, int Slices, DateTimeOffset? Horizon, long DefaultRows)
{
    /// <summary>Partitions whose names are not those of slices: somebody else made them. They count for nothing else here.</summary>
    public IReadOnlyList<string> OtherPartitions { get; init; } = [];
}
