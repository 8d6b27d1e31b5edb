namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Creates the directories of a journal.</summary>
internal static class JournalDirectory
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // A directory that exists already stays as its owner made it.
    public static void Create(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly);
    }
}
