using MlOps.Persistence;

namespace MlOps.Migrator.Jobs;

/// <summary>Finds a program before it is needed.</summary>
internal static class ProgramPath
{
    /// <exception cref="MlOpsException">There is no such program.</exception>
    public static string Require(string program)
    {
        if (OperatingSystem.IsWindows() || ListPlaces(program).Any(File.Exists))
            return program;

        throw new MlOpsException(
            MlOpsError.Configuration,
            program.Contains('/')
                ? $"There is no program '{program}'. Give --alert-command the path of one."
                : $"There is no program '{program}' in PATH. Give --alert-command the path of one.");
    }

    private static IEnumerable<string> ListPlaces(string program) => program.Contains('/')
        ? [program]
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program));
}
