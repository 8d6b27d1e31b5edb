namespace MlOps.Persistence.Operations.Backup;

/// <summary>How far the work on a backup is.</summary>
/// <param name="Text">What was done last, or is waited for, for a person to read.</param>
/// <param name="Share">How much is done, from 0 to 1.</param>
/// <param name="IsWaiting">Whether another process is waited for.</param>
public sealed record BackupProgress(string Text, double Share, bool IsWaiting = false);
