namespace MlOps.Persistence.Local;

/// <summary>A lock among processes: an open file. The operating system frees it when its holder dies.</summary>
internal static class InterProcessLock
{
    public static async Task<FileStream> AcquireAsync(string path, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(path) is { } stream)
            {
                // Its holder may have deleted it (destroy) between our opening and our locking.
                if (File.Exists(path))
                    return stream;
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            if (!await deadline.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new MlOpsException(
                    MlOpsError.LocalDirectory,
                    $"Another process has held the lock {path} for {deadline.Limit.TotalSeconds:0} seconds. "
                    + "Wait for it or end it, then try again.");
            }
        }
    }

    /// <summary>Null if another process has it.</summary>
    public static FileStream? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Exclusive);
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            return null;
        }
    }

    // On Windows "Delete" excludes other writers as well, and lets the holder remove the file.
    private static FileShare Exclusive => OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

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
