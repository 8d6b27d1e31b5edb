using MlOps.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Files;

/// <summary>Waits for a file lock that another process has.</summary>
internal static class FileLockWait
{
    public static async Task<FileStream> AcquireAsync(string path, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (FileLock.TryAcquire(path) is { } stream)
            {
                // The holder may have deleted the file (destroy) after we opened it and before we locked it.
                if (File.Exists(path))
                    return stream;
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            if (!await deadline.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new PrivateServerException(
                    PrivateServerError.Directory,
                    $"Another process has held the lock {path} for {deadline.Limit.TotalSeconds:0} seconds. "
                    + "Wait for it or end it, then try again.");
            }
        }
    }
}
