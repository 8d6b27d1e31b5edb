namespace MlOps.Persistence.Operations.Backup;

/// <summary>A slice that was live or in the archive.</summary>
/// <param name="Root">The table of the aggregate's root, with its schema if it has one.</param>
/// <param name="Name">What the names of its partitions end with: 2026_11, or 2026_11_21.</param>
/// <param name="IsArchived">Whether it was in the archive.</param>
public sealed record BackupSlice(string Root, string Name, bool IsArchived = false);
