using System.ComponentModel;
using System.Diagnostics;
using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>
/// Tells a living server of a data directory from a process that got its number later, after a crash of the machine.
/// </summary>
internal static class ServerProcess
{
    // The server notes its start in its file a little after the system does, and by another clock.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    public static async Task<ServerState> FindStateAsync(
        PostmasterFile file, string dataDirectory, CancellationToken cancellationToken)
    {
        using var process = Find(file.ProcessId);
        if (process is null || (OperatingSystem.IsLinux() && LinuxProcess.IsZombie(file.ProcessId)))
            return ServerState.Gone;
        if (!OperatingSystem.IsLinux())
            return StateByName(process, () => StateByTime(process, file));

        // A server works in its data directory.
        var directory = await LinuxProcess.FindWorkingDirectoryAsync(file.ProcessId, cancellationToken).ConfigureAwait(false);
        if (directory is not null)
            return RealPath.AreEqual(directory, dataDirectory) ? ServerState.Serves : ServerState.Gone;
        // No time here: setting the clock moves the start times of processes that run already.
        return StateByName(process, () => ServerState.Unknown);
    }

    public static PrivateServerException Unknown(PostmasterFile file, LocalHome home) => new(
        PrivateServerError.Server,
        $"Process {file.ProcessId} may be the private server of {home.Directory}, but this user is not shown whether it is: "
        + "nothing was touched. Run the command as the user whom that process belongs to. If it is something else, delete "
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
                : ServerState.Gone;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile, or it is hidden from this user.
            return process.HasExited ? ServerState.Gone : ServerState.Unknown;
        }
    }

    private static ServerState StateByTime(Process process, PostmasterFile file) =>
        process.StartTime.ToUniversalTime() <= file.Started.UtcDateTime + Tolerance ? ServerState.Serves : ServerState.Gone;
}
