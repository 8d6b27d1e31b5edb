using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Files;

/// <summary>Removes a directory in which a process that is ending may still write for a moment.</summary>
internal static class DirectoryRemoval
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static async Task RemoveAsync(string directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(clock, Limit);
        while (Directory.Exists(directory))
        {
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException)
            {
                if (!await deadline.WaitAsync(cancellationToken).ConfigureAwait(false))
                    throw;
            }
        }
    }
}
