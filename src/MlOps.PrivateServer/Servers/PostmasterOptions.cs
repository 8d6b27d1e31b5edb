using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>The command line that a server wrote into postmaster.opts: the program without quotes, and each argument in quotes.</summary>
internal static class PostmasterOptions
{
    /// <summary>The directory of the programs of the server; null if pg_ctl is no longer there.</summary>
    public static string? ProgramsDirectory(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        if (!File.Exists(path))
            return null;

        var program = File.ReadAllText(path).Split(" \"", 2)[0].Trim();
        return Path.GetDirectoryName(program) is { Length: > 0 } directory
            && File.Exists(Path.Combine(directory, Executables.FileName("pg_ctl")))
                ? directory
                : null;
    }

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.opts");
}
