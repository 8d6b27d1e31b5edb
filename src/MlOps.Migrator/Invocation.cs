using System.CommandLine;

namespace MlOps.Migrator;

/// <summary>How the user runs the command, so that what is suggested can be typed.</summary>
internal static class Invocation
{
    private const string Project = "src/MlOps.Migrator";

    /// <summary>The name of the program: `mlops`, or that of an application which calls the command.</summary>
    public static string Program => RootCommand.ExecutableName;

    /// <summary>What to type in this directory to run the program.</summary>
    public static string AsTyped() =>
        Directory.Exists(Path.Combine(Environment.CurrentDirectory, Project)) ? $"dotnet run --project {Project} --" : Program;
}
