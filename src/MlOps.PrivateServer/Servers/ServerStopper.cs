using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>Stops the running server of a locked home. It needs only the programs that started the server.</summary>
internal sealed class ServerStopper(LocalHome home, ServerUser? serverUser, TimeProvider clock)
{
    private const string Happened = "The private server does not stop";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Returns false if no server runs.</summary>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(home.DataDirectory) is not { } file)
            return false;

        // A signal would go to any process that has the number in the file by now.
        switch (await FindStateAsync(file, cancellationToken).ConfigureAwait(false))
        {
            case ServerState.Ended:
                return false;
            case ServerState.Unknown:
                throw ServerProcess.Unknown(file, home);
        }

        if (PostmasterOptions.ProgramsDirectory(home.DataDirectory) is { } directory)
            await StopWithProgramsAsync(directory, cancellationToken).ConfigureAwait(false);
        else
            await StopWithSignalAsync(file, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task StopWithProgramsAsync(string directory, CancellationToken cancellationToken)
    {
        var programs = new PostgresPrograms(directory, home, serverUser, new Dictionary<string, string>());
        var result = await programs.StopAsync(Limit, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            throw DirectoryFailure.FromProgram(Happened, result.LastLines(5), home);
    }

    // The programs were deleted while the server runs.
    private async Task StopWithSignalAsync(PostmasterFile file, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new PrivateServerException(
                PrivateServerError.Server, $"{Happened}: its pg_ctl no longer exists. End process {file.ProcessId}.");

        // The shell has a built-in kill. A slim image may have no such program.
        var fastShutdown = new ProgramCall("/bin/sh", ["-c", "kill -INT \"$1\"", "sh", $"{file.ProcessId}"]);
        var result = await ProgramRunner.RunAsync(fastShutdown, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            throw DirectoryFailure.FromProgram(Happened, result.LastLines(1), home);

        var deadline = new Deadline(clock, Limit);
        while (await FindStateAsync(file, cancellationToken).ConfigureAwait(false) is not ServerState.Ended)
        {
            if (!await deadline.WaitAsync(cancellationToken).ConfigureAwait(false))
                throw new PrivateServerException(
                    PrivateServerError.Server, $"{Happened} within {Limit.TotalSeconds:0} seconds. Its log: {home.LogFile}");
        }
    }

    private Task<ServerState> FindStateAsync(PostmasterFile file, CancellationToken cancellationToken) =>
        ServerProcess.FindStateAsync(file, home.DataDirectory, cancellationToken);
}
