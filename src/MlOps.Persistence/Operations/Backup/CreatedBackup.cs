namespace MlOps.Persistence.Operations.Backup;

/// <summary>What a backup made.</summary>
/// <param name="Backup">The new backup.</param>
/// <param name="Removed">The names of older ones that it replaced.</param>
public sealed record CreatedBackup(StoredBackup Backup, IReadOnlyList<string> Removed);
