using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>The command line that a server wrote into postmaster.opts: its program as it is, each argument in quotes.</summary>
internal static class PostmasterOptions
{
    /// <summary>Where the server's programs are; null if pg_ctl is not there any more.</summary>
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
