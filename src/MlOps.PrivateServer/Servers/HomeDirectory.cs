using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Programs;

namespace MlOps.PrivateServer.Servers;

/// <summary>The directory of one private server. Its lock file marks it as ours.</summary>
internal sealed class HomeDirectory(LocalHome home, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The server's user has to pass through root's directory, though it cannot list it.
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Two processes may start at once, and one of them fetches, initializes and starts first.
    private static readonly TimeSpan LockLimit = NpmFetcher.LongestFetch + TimeSpan.FromSeconds(90);

    /// <summary>Fails if this user may not look: File.Exists would say that there is no private server.</summary>
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

    /// <summary>Creates the directory if need be; it is locked until the stream is disposed.</summary>
    public async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        RefuseForeign();
        Create(home.Directory, ServerUser.IsNeeded ? Passable : OwnerOnly);
        await RequirePassageAsync(ServerUser.ForThisProcess(), cancellationToken).ConfigureAwait(false);
        var deadline = new Deadline(clock, LockLimit);
        return await FileLockWait.AcquireAsync(home.LockFile, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes everything, the lock at the very end: until then nobody else can start here.</summary>
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
                $"The directory {home.Directory} holds {Path.GetFileName(foreign)} and was not made for a private server: "
                + $"nothing in it was touched. Set {LocalHome.Variable} to a new or an empty directory.");
        }
    }

    // A directory that is there already keeps the mode that its owner gave it.
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
            $"PostgreSQL does not run as root; the user {serverUser.Name}, who runs it instead, cannot enter {closed}. "
            + $"Allow it (chmod o+x '{closed}') or set {LocalHome.Variable} to a directory elsewhere.");

        Task<bool> CanEnterAsync(string directory) => serverUser.CanAsync("-x", directory, cancellationToken);
    }
}
