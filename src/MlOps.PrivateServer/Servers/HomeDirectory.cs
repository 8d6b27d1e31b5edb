using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Programs;

namespace MlOps.PrivateServer.Servers;

/// <summary>The directory of one private server. The lock file marks it as such.</summary>
internal sealed class HomeDirectory(LocalHome home, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The user of the server must pass through the directory of root, but must not list it.
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Two processes may start at once. The second one waits until the first one has fetched, initialized and started.
    private static readonly TimeSpan LockLimit = NpmFetcher.LongestFetch + TimeSpan.FromSeconds(90);

    /// <summary>Fails if this user may not look into the directory; File.Exists would say that there is no private server.</summary>
    public bool Exists
    {
        get
        {
            try
            {
                _ = File.GetAttributes(home.LockFile);
                return true;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return false;
            }
        }
    }

    /// <summary>Creates the directory if it is missing, and locks it until the stream is disposed.</summary>
    public async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        RefuseForeign();
        Create(home.Directory, ServerUser.IsNeeded ? Passable : OwnerOnly);
        await RequirePassageAsync(ServerUser.ForThisProcess(), cancellationToken).ConfigureAwait(false);
        var deadline = new Deadline(clock, LockLimit);
        return await FileLockWait.AcquireAsync(home.LockFile, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes everything, and the lock last: until then, no other process can start here.</summary>
    public async Task RemoveLockedAsync(FileStream held, CancellationToken cancellationToken)
    {
        foreach (var directory in Directory.EnumerateDirectories(home.Directory))
            await DirectoryRemoval.RemoveAsync(directory, clock, cancellationToken).ConfigureAwait(false);
        foreach (var file in Directory.EnumerateFiles(home.Directory).Where(file => file != home.LockFile))
            File.Delete(file);
        File.Delete(home.LockFile);
        await held.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(home.Directory);
    }

    public void RefuseForeign()
    {
        if (Exists || !Directory.Exists(home.Directory))
            return;

        var foreign = Directory.EnumerateFileSystemEntries(home.Directory)
            .FirstOrDefault(entry => Path.GetFileName(entry) != LocalHome.CacheName && entry != home.LockFile);
        if (foreign is not null)
        {
            throw new PrivateServerException(
                PrivateServerError.Directory,
                $"The directory {home.Directory} contains {Path.GetFileName(foreign)}, so it is not the home of a private server. "
                + $"Nothing in it was changed. Set {LocalHome.Variable} to a new or an empty directory.");
        }
    }

    // An existing directory keeps its mode.
    private static void Create(string directory, UnixFileMode mode)
    {
        if (Directory.Exists(directory))
            return;

        if (Path.GetDirectoryName(directory) is { } parent)
            Create(parent, mode);
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, mode);
    }

    private async Task RequirePassageAsync(ServerUser? serverUser, CancellationToken cancellationToken)
    {
        if (serverUser is null || await CanEnterAsync(home.Directory).ConfigureAwait(false))
            return;

        var closed = home.Directory;
        while (Path.GetDirectoryName(closed) is { } parent && !await CanEnterAsync(parent).ConfigureAwait(false))
            closed = parent;
        throw new PrivateServerException(
            PrivateServerError.Directory,
            $"PostgreSQL does not run as root. The user {serverUser.Name}, which runs it instead, cannot enter {closed}. "
            + $"Allow it (chmod o+x '{closed}') or set {LocalHome.Variable} to a directory elsewhere.");

        Task<bool> CanEnterAsync(string directory) => serverUser.CanAsync("-x", directory, cancellationToken);
    }
}
