using System.Diagnostics;

namespace MlOps.Persistence.Local;

/// <summary>
/// Tells a living server of a data directory from a process that got its number later, after a crash of the machine.
/// </summary>
internal static class ServerProcess
{
    // Process start times are derived from the boot time and drift a little from the clock.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    public static bool Serves(PostmasterFile file, string dataDirectory) => OperatingSystem.IsLinux()
        ? WorksIn(file.ProcessId, dataDirectory)
        : IsPostgresOfThatTime(file);

    // A server works in its data directory. The link of a process that has ended, or of another user's, cannot be read.
    private static bool WorksIn(int processId, string dataDirectory)
    {
        try
        {
            return Directory.ResolveLinkTarget($"/proc/{processId}/cwd", returnFinalTarget: false) is { } directory
                && RealPath.AreEqual(directory.FullName, dataDirectory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsPostgresOfThatTime(PostmasterFile file)
    {
        try
        {
            using var process = Process.GetProcessById(file.ProcessId);
            return process.ProcessName.Contains("postgres", StringComparison.OrdinalIgnoreCase)
                && process.StartTime.ToUniversalTime() <= file.Started.UtcDateTime + Tolerance;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
