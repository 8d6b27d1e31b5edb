using System.ComponentModel;
using System.Diagnostics;
using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>
/// Distinguishes a running server of a data directory from a process that got its number after a crash of the machine.
/// </summary>
internal static class ServerProcess
{
    // The server writes its start time a little later than the system, and by another clock.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    public static async Task<ServerState> FindStateAsync(
        PostmasterFile file, string dataDirectory, CancellationToken cancellationToken)
    {
        using var process = Find(file.ProcessId);
        if (process is null || (OperatingSystem.IsLinux() && LinuxProcess.IsZombie(file.ProcessId)))
            return ServerState.Ended;
        if (!OperatingSystem.IsLinux())
            return StateByName(process, () => StateByTime(process, file));

        // A server works in its data directory.
        var directory = await LinuxProcess.FindWorkingDirectoryAsync(file.ProcessId, cancellationToken).ConfigureAwait(false);
        if (directory is not null)
            return RealPath.AreEqual(directory, dataDirectory) ? ServerState.Serves : ServerState.Ended;
        // The time does not count here: a change of the clock moves the start times of running processes.
        return StateByName(process, () => ServerState.Unknown);
    }

    public static PrivateServerException Unknown(PostmasterFile file, LocalHome home) => new(
        PrivateServerError.Server,
        $"Process {file.ProcessId} may be the private server of {home.Directory}, but this user cannot see whether it is. "
        + "Nothing was changed. Run the command as the owner of that process. If it is another program, delete "
        + $"{PostmasterFile.PathIn(home.DataDirectory)}.");

    private static Process? Find(int processId)
    {
        try
        {
            return Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static ServerState StateByName(Process process, Func<ServerState> stateOfPostgres)
    {
        try
        {
            return process.ProcessName.Contains("postgres", StringComparison.OrdinalIgnoreCase)
                ? stateOfPostgres()
                : ServerState.Ended;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by now, or it is hidden from this user.
            return process.HasExited ? ServerState.Ended : ServerState.Unknown;
        }
    }

    private static ServerState StateByTime(Process process, PostmasterFile file) =>
        process.StartTime.ToUniversalTime() <= file.Started.UtcDateTime + Tolerance ? ServerState.Serves : ServerState.Ended;
}
