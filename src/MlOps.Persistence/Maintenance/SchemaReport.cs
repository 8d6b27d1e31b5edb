namespace MlOps.Persistence.Maintenance;

/// <summary>What a <see cref="SchemaUpgrade"/> has done. All lists are empty when there was nothing to do.</summary>
/// <param name="Migrations">The migrations that were applied, in their order.</param>
/// <param name="Slices">The new partitions of the tables that are sliced.</param>
/// <param name="Indexes">The indexes that were built on partitions.</param>
/// <param name="Keys">The foreign keys that were validated, as "partition key".</param>
/// <param name="Exclusions">The constraints against overlapping periods that were added, since their extension is there now.</param>
public sealed record SchemaReport(
    IReadOnlyList<string> Migrations,
    IReadOnlyList<string> Slices,
    IReadOnlyList<string> Indexes,
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> Exclusions)
{
    /// <summary>
    /// How long a writer would have waited at each table that the migrations locked: measured every 10 ms, and only with a
    /// <see cref="SchemaUpgrade.LockBudget"/>. A table where nobody would have waited is not in it.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan> WriterWaits { get; init; } = new Dictionary<string, TimeSpan>();

    internal static SchemaReport UpToDate { get; } = new([], [], [], [], []);
}
