using MlOps.PrivateServer.Processes;
using Npgsql;

namespace MlOps.PrivateServer.Servers;

/// <summary>Starts the server of a locked home, in whatever state an earlier server ended.</summary>
internal sealed class ServerStarter(LocalHome home, ServerUser? serverUser, TimeProvider clock)
{
    // Backends of a killed server run until their statement ends, and until then they hold its shared memory.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan TimeToWriteFile = TimeSpan.FromSeconds(5);

    // Server messages are never translated, since initdb runs with --locale=C.
    private static readonly string[] PassingFailures =
    [
        "pre-existing shared memory block", "lock file \"postmaster.pid\"", "Address already in use",
        "could not create any TCP/IP sockets",
    ];

    private readonly ServerLog _log = new(home.LogFile);

    private string _lastReason = "it was not asked yet";

    public async Task<LocalServerInfo> StartAsync(
        PostgresPrograms programs, string password, CancellationToken cancellationToken)
    {
        await _log.PrepareAsync(serverUser, cancellationToken).ConfigureAwait(false);
        var deadline = new Deadline(clock, Limit);
        do
        {
            if (!await IsSomethingAliveAsync(cancellationToken).ConfigureAwait(false))
                await TryStartAsync(programs, cancellationToken).ConfigureAwait(false);
            if (await AskAsync(password, cancellationToken).ConfigureAwait(false) is { } info)
                return info;
            if (_lastReason.StartsWith(PostgresErrorCodes.InvalidPassword, StringComparison.Ordinal))
                throw AdministratorPassword.Refused(home);
        }
        while (await deadline.WaitAsync(cancellationToken).ConfigureAwait(false));

        throw await DescribeAsync("The private server does not answer", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the file of a dead server. Another process may have its number by now.</summary>
    private async Task<bool> IsSomethingAliveAsync(CancellationToken cancellationToken)
    {
        var path = PostmasterFile.PathIn(home.DataDirectory);
        if (!File.Exists(path))
            return false;

        var isAlive = PostmasterFile.Read(home.DataDirectory) is { } file
            ? await MayServeAsync(file, cancellationToken).ConfigureAwait(false)
            : clock.GetUtcNow() - File.GetLastWriteTimeUtc(path) < TimeToWriteFile;
        if (!isAlive)
            File.Delete(path);
        return isAlive;
    }

    private async Task<bool> MayServeAsync(PostmasterFile file, CancellationToken cancellationToken)
    {
        var state = await ServerProcess.FindStateAsync(file, home.DataDirectory, cancellationToken).ConfigureAwait(false);
        return state is ServerState.Unknown ? throw ServerProcess.Unknown(file, home) : state is ServerState.Serves;
    }

    private async Task<LocalServerInfo?> AskAsync(string password, CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(home.DataDirectory)?.Port is not { } port)
            return null;

        var answer = await ServerProbe
            .AskAsync(port, password, home.DataDirectory, reason => _lastReason = reason, cancellationToken)
            .ConfigureAwait(false);
        if (answer is { HasDatabase: false })
            await ServerProbe.CreateDatabaseAsync(port, password, cancellationToken).ConfigureAwait(false);
        if (answer is not null && LoopbackPort.ReadKept(home.PortFile) != port)
            await LoopbackPort.KeepAsync(home.PortFile, port, cancellationToken).ConfigureAwait(false);
        return answer?.Info;
    }

    private async Task TryStartAsync(PostgresPrograms programs, CancellationToken cancellationToken)
    {
        var port = LoopbackPort.Choose(home.PortFile);
        var result = await programs.StartAsync(port, cancellationToken).ConfigureAwait(false);
        if (result.Succeeded)
            return;

        _lastReason = result.LastLines(1);
        var log = await _log.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!Array.Exists(PassingFailures, failure => log.Contains(failure, StringComparison.Ordinal)))
            throw await DescribeAsync("The private server does not start", cancellationToken).ConfigureAwait(false);
    }

    private async Task<PrivateServerException> DescribeAsync(string happened, CancellationToken cancellationToken)
    {
        var log = await _log.ReadAsync(cancellationToken).ConfigureAwait(false);
        var said = $"{_lastReason}\n{ProgramResult.LastLinesOf(log, 5)}\nThe whole log: {home.LogFile}";
        return DirectoryFailure.FromProgram(happened, said, home);
    }
}
