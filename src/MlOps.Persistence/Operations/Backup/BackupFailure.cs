namespace MlOps.Persistence.Operations.Backup;

/// <summary>What can go wrong with a backup, as a user can mend it.</summary>
internal static class BackupFailure
{
    public static MlOpsException Damaged(string backup, string fault, Exception? cause = null) => new(
        MlOpsError.BackupDamaged, $"The backup {backup} cannot be used: {fault} Use another one.", cause);

    public static MlOpsException Missing(string path) => new(
        MlOpsError.NotFound, $"There is no backup at {path}. 'mlops backup list --from DIRECTORY' lists those of a directory.");

    /// <summary>Does work with the files of a directory, and says what to do where they cannot be read or written.</summary>
    public static async Task<T> ExplainAsync<T>(string directory, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(directory, e);
        }
    }

    public static T Explain<T>(string directory, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(directory, e);
        }
    }

    private static MlOpsException Unavailable(string directory, Exception e) => new(
        MlOpsError.BackupUnavailable,
        $"The backups in {directory} cannot be read or written: {e.Message.TrimEnd('.')}. Nothing incomplete is left as a backup. Free " +
        "space, give this user the rights, or name another directory.",
        e);
}
