namespace MlOps.Files;

/// <summary>
/// A lock between processes: an open file. The operating system releases it when the holder ends. MlOps.Persistence compiles
/// this file too: see docs/adr/0013.
/// </summary>
internal static class FileLock
{
    // On Windows "Delete" excludes other writers as well, and lets the holder remove the file.
    private static FileShare Exclusive => OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <summary>Takes the lock. Returns null if another process has it.</summary>
    public static FileStream? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, Options());
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            return null;
        }
    }

    // Nobody else may open it, and so hold it.
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = Exclusive };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return options;
    }

    private static bool IsHeldElsewhere(IOException exception)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        const int tryAgainOnLinux = 11;
        const int tryAgainOnMac = 35;
        var held = OperatingSystem.IsWindows() ? sharingViolation
            : OperatingSystem.IsMacOS() ? tryAgainOnMac
            : tryAgainOnLinux;
        return exception.HResult == held;
    }
}
