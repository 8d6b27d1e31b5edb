namespace MlOps.Persistence.Operations.Backup;

/// <summary>What can go wrong with a backup, as a user can mend it.</summary>
internal static class BackupFailure
{
    public static readonly DirectoryUse Use = new("backups", "Nothing incomplete is left as a backup.");

    public static MlOpsException Damaged(string backup, string fault, Exception? cause = null) => new(
        MlOpsError.BackupDamaged, $"The backup {backup} cannot be used: {fault} Use another one.", cause);

    public static MlOpsException Missing(string path) => new(
        MlOpsError.NotFound, $"There is no backup at {path}. 'mlops backup list --from DIRECTORY' lists those of a directory.");
}
