namespace MlOps.PrivateServer.Processes;

/// <summary>Finds programs by name in the directories of a PATH.</summary>
internal static class Executables
{
    public static string FileName(string program) => OperatingSystem.IsWindows() ? $"{program}.exe" : program;

    /// <summary>The first match on the path, without following links.</summary>
    public static string? Find(string? path, params ReadOnlySpan<string> fileNames)
    {
        foreach (var directory in DirectoriesOf(path))
        {
            foreach (var fileName in fileNames)
            {
                var candidate = Path.Combine(directory, fileName);
                if (File.Exists(candidate))
                    return candidate;
            }
        }

        return null;
    }

    public static IEnumerable<string> DirectoriesOf(string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);
}
