namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Rows of one period that wait in a default partition.</summary>
/// <param name="Root">The table of the aggregate's root, with its schema if it has one.</param>
/// <param name="Slice">What the names of the partitions of that period end with, such as 2026_08.</param>
/// <param name="Rows">The number of the root's rows.</param>
public sealed record WaitingSlice(string Root, string Slice, long Rows);
