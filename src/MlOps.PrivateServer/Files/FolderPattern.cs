namespace MlOps.PrivateServer.Files;

/// <summary>Expands patterns such as /usr/lib/postgresql/*/bin to the directories that exist.</summary>
internal static class FolderPattern
{
    public static IReadOnlyList<string> Expand(string pattern)
    {
        var root = Path.GetPathRoot(pattern);
        if (string.IsNullOrEmpty(root))
            return [];

        IEnumerable<string> found = [root];
        foreach (var part in pattern[root.Length..].Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            found = part.Contains('*', StringComparison.Ordinal)
                ? found.SelectMany(directory => Directory.EnumerateDirectories(directory, part, Readable))
                : found.Select(directory => Path.Combine(directory, part)).Where(Directory.Exists);
        }

        return [.. found];
    }

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };
}
