using MlOps.Files;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>A directory that one process at a time uses as its journal.</summary>
internal static class JournalDirectory
{
    public const string LockName = "journal.lock";

    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Locks the directory until the stream is disposed, or the process ends in whatever way.</summary>
    public static FileStream Lock(JournalOptions options)
    {
        Create(options.Directory);
        return FileLock.TryAcquire(Path.Combine(options.Directory, LockName)) ?? throw JournalFailure.InUse(options);
    }

    // A directory that exists already stays as its owner made it.
    public static void Create(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly);
    }
}
