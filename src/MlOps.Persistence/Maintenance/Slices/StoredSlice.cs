namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>A slice that has partitions.</summary>
/// <param name="Root">The table of the aggregate's root, with its schema if it has one.</param>
/// <param name="Name">What the names of its partitions end with, such as 2026_08.</param>
/// <param name="StartsAt">The first moment of the slice.</param>
/// <param name="EndsAt">The first moment after it.</param>
/// <param name="Tables">The number of its partitions: one for each table of the aggregate.</param>
/// <param name="Rows">About how many rows they have together, as the statistics of the server say; null before its first ANALYZE.</param>
/// <param name="Bytes">Their size with indexes.</param>
public sealed record StoredSlice(
    string Root, string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Tables, long? Rows, long Bytes);
