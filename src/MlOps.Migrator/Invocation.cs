namespace MlOps.Migrator;

/// <summary>How the user runs the command, so that what is suggested can be typed.</summary>
internal static class Invocation
{
    private const string Project = "src/MlOps.Migrator";

    public static string AsTyped() =>
        Directory.Exists(Path.Combine(Environment.CurrentDirectory, Project)) ? $"dotnet run --project {Project} --" : "mlops";
}
