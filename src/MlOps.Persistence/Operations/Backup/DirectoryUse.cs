namespace MlOps.Persistence.Operations.Backup;

/// <summary>Does work with the files of a directory, and says what to do where they cannot be read or written.</summary>
/// <param name="things">What is in the directory: "backups".</param>
/// <param name="state">What is true all the same: "Nothing incomplete is left as a backup."</param>
internal sealed class DirectoryUse(string things, string state)
{
    public async Task<T> ExplainAsync<T>(string directory, Func<Task<T>> work)
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

    public T Explain<T>(string directory, Func<T> work)
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

    private MlOpsException Unavailable(string directory, Exception e) => new(
        MlOpsError.BackupUnavailable,
        $"The {things} in {directory} cannot be read or written: {e.Message.TrimEnd('.')}. {state} Free space, give this user the " +
        "rights, or name another directory.",
        e);
}
