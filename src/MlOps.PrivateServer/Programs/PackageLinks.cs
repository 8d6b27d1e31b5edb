using System.Text.Json;

namespace MlOps.PrivateServer.Programs;

/// <summary>Creates the links between libraries. An npm package cannot contain links, so it lists them in a file.</summary>
internal static class PackageLinks
{
    private sealed record Link(string Source, string Target);

    public static void Create(string packageDirectory)
    {
        var list = Path.Combine(packageDirectory, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;

        foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var target = Path.GetFullPath(Path.Combine(packageDirectory, link.Target));
            var source = Path.GetFullPath(Path.Combine(packageDirectory, link.Source));
            if (!IsInside(packageDirectory, target) || !IsInside(packageDirectory, source))
                throw new IOException($"{list} names {link.Target}, which is outside the package.");

            File.Delete(target);
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static bool IsInside(string directory, string path) =>
        path.StartsWith(Path.GetFullPath(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
