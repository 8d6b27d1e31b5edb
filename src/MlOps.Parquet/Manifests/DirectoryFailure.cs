using MlOps.Persistence;

namespace MlOps.Parquet.Manifests;

/// <summary>Says what to do where the files of slices cannot be read or written.</summary>
internal static class DirectoryFailure
{
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
        $"The files in {directory} cannot be read or written: {e.Message.TrimEnd('.')}. The database is as it was, and an export that is " +
        "not complete has no manifest. Free space, give this user the rights, or name another directory.",
        e);
}
