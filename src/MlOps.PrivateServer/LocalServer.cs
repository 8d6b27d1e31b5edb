using MlOps.PrivateServer.Processes;
using MlOps.PrivateServer.Programs;
using MlOps.PrivateServer.Servers;

namespace MlOps.PrivateServer;

/// <summary>A PostgreSQL server of one user and project. The first process that needs it starts it, and all others join it.</summary>
public sealed class LocalServer
{
    private readonly LocalHome _home;
    private readonly PostgresLocator _locator;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HomeDirectory _directory;
    private readonly DataDirectory _data;

    private LocalServer(
        LocalHome home, PostgresLocator locator, TimeProvider clock, IReadOnlyDictionary<string, string> settings)
    {
        _home = home;
        _locator = locator;
        _clock = clock;
        _settings = settings;
        _directory = new HomeDirectory(home, clock);
        _data = new DataDirectory(home, clock);
    }

    /// <summary>
    /// Describes the server of a home, and starts and writes nothing yet. The settings are added to the fixed ones of the
    /// server, for instance fsync = off in tests.
    /// </summary>
    public static LocalServer Open(
        LocalHome home,
        PostgresLocator locator,
        TimeProvider? clock = null,
        IReadOnlyDictionary<string, string>? settings = null) =>
        new(home, locator, clock ?? TimeProvider.System, settings ?? new Dictionary<string, string>());

    /// <summary>Starts the server, or joins it if it runs.</summary>
    public Task<LocalServerInfo> StartAsync(CancellationToken cancellationToken = default) =>
        DirectoryFailure.ExplainAsync(_home, async () =>
            await JoinAsync(cancellationToken).ConfigureAwait(false)
            ?? await StartLockedAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>The running server; null if it does not run.</summary>
    public Task<LocalServerInfo?> FindRunningAsync(CancellationToken cancellationToken = default) =>
        DirectoryFailure.ExplainAsync(_home, () => JoinAsync(cancellationToken));

    /// <summary>Stops the server cleanly. Returns true if it was running.</summary>
    public Task<bool> StopAsync(CancellationToken cancellationToken = default) =>
        DirectoryFailure.ExplainAsync(_home, async () =>
        {
            if (!_directory.Exists)
                return false;
            using var held = await _directory.LockAsync(cancellationToken).ConfigureAwait(false);
            return await StopLockedAsync(cancellationToken).ConfigureAwait(false);
        });

    /// <summary>Whether the server runs, where, since when, and how large its data is.</summary>
    public Task<LocalServerStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        DirectoryFailure.ExplainAsync(_home, async () =>
        {
            var info = await JoinAsync(cancellationToken).ConfigureAwait(false);
            return new LocalServerStatus(
                IsRunning: info is not null,
                _home.DataDirectory,
                info?.Version,
                info?.Port ?? LoopbackPort.ReadKept(_home.PortFile),
                _data.SizeInBytes(),
                info is null ? null : _clock.GetUtcNow() - info.Started,
                info is null ? null : PostmasterFile.Read(_home.DataDirectory)?.ProcessId);
        });

    /// <summary>Stops the server and deletes its home with all data. Returns true if there was something to delete.</summary>
    public Task<bool> DestroyAsync(CancellationToken cancellationToken = default) =>
        DirectoryFailure.ExplainAsync(_home, async () =>
        {
            _directory.RefuseForeign();
            if (!_directory.Exists)
                return false;
            using var held = await _directory.LockAsync(cancellationToken).ConfigureAwait(false);
            await StopLockedAsync(cancellationToken).ConfigureAwait(false);
            await _directory.RemoveLockedAsync(held, cancellationToken).ConfigureAwait(false);
            return true;
        });

    /// <summary>Null also while another process, which holds the lock, still completes the server.</summary>
    private async Task<LocalServerInfo?> JoinAsync(CancellationToken cancellationToken)
    {
        if (!_directory.Exists
            || AdministratorPassword.Read(_home) is not { } password
            || PostmasterFile.Read(_home.DataDirectory)?.Port is not { } port)
        {
            return null;
        }

        var answer = await ServerProbe
            .AskAsync(port, password, _home.DataDirectory, _ => { }, cancellationToken)
            .ConfigureAwait(false);
        return answer is { HasDatabase: true } ? answer.Info : null;
    }

    private async Task<LocalServerInfo> StartLockedAsync(CancellationToken cancellationToken)
    {
        var serverUser = ServerUser.ForThisProcess();
        using var held = await _directory.LockAsync(cancellationToken).ConfigureAwait(false);
        if (await JoinAsync(cancellationToken).ConfigureAwait(false) is { } running)
            return running;

        var major = _data.Major();
        var binaries = await _locator.FindAsync(major, cancellationToken).ConfigureAwait(false);
        var programs = new PostgresPrograms(binaries.Directory, _home, serverUser, _settings);
        if (major is not null && AdministratorPassword.Read(_home) is null)
            throw AdministratorPassword.Missing(_home);

        if (major is not null)
            await RequireOwnerAsync(serverUser, cancellationToken).ConfigureAwait(false);

        var password = await AdministratorPassword.ReadOrCreateAsync(_home, cancellationToken).ConfigureAwait(false);
        if (major is null)
            await _data.InitializeAsync(programs, serverUser, password, cancellationToken).ConfigureAwait(false);
        var starter = new ServerStarter(_home, serverUser, _clock);
        return await starter.StartAsync(programs, password, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireOwnerAsync(ServerUser? serverUser, CancellationToken cancellationToken)
    {
        if (serverUser is null
            || await serverUser.CanAsync("-O", _home.DataDirectory, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        throw new PrivateServerException(
            PrivateServerError.Directory,
            $"{_home.DataDirectory} belongs to another user than {serverUser.Name}, which runs the server for root. "
            + $"Run the command as its owner, or set {LocalHome.Variable} to another directory.");
    }

    private Task<bool> StopLockedAsync(CancellationToken cancellationToken) =>
        new ServerStopper(_home, ServerUser.ForThisProcess(), _clock).StopAsync(cancellationToken);
}
