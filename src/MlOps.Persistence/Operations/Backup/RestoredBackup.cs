namespace MlOps.Persistence.Operations.Backup;

/// <summary>What was restored.</summary>
/// <param name="Tables">How many tables got rows.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="PendingMigrations">The migrations of this program that are newer than the backup, and are not applied.</param>
public sealed record RestoredBackup(int Tables, long Rows, IReadOnlyList<string> PendingMigrations);
