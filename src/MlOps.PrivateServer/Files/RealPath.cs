namespace MlOps.PrivateServer.Files;

/// <summary>Resolves the links in a path, so that two names of one directory compare equal.</summary>
internal static class RealPath
{
    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
            return full;

        var here = Path.Combine(Of(parent), Path.GetFileName(full));
        var target = Directory.ResolveLinkTarget(here, returnFinalTarget: true)?.FullName;
        return target is null ? here : Of(target);
    }

    public static bool AreEqual(string one, string other) => string.Equals(
        Of(one),
        Of(other),
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
