using System.Globalization;

namespace MlOps.PrivateServer.Servers;

/// <summary>What a server, perhaps a dead one, wrote about itself into postmaster.pid.</summary>
internal sealed record PostmasterFile(int ProcessId, DateTimeOffset Started, int? Port)
{
    private const int StartedLine = 2;
    private const int PortLine = 3;

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.pid");

    /// <summary>Reads the file; null if there is none, or if it is still empty.</summary>
    public static PostmasterFile? Read(string dataDirectory)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(dataDirectory));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (Number(lines, 0) is not { } processId || Number(lines, StartedLine) is not { } started)
            return null;
        return new PostmasterFile((int)processId, DateTimeOffset.FromUnixTimeSeconds(started), (int?)Number(lines, PortLine));
    }

    private static long? Number(string[] lines, int index) =>
        index < lines.Length && long.TryParse(lines[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
