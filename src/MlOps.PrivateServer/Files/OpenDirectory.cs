namespace MlOps.PrivateServer.Files;

/// <summary>Directories that the user of the server can read under any umask. They have no secrets.</summary>
internal static class OpenDirectory
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ExecutableByAll = ReadableByAll
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static void Create(string directory)
    {
        if (Directory.Exists(directory))
            return;
        if (Path.GetDirectoryName(directory) is { } parent)
            Create(parent);
        Directory.CreateDirectory(directory);
        SetMode(directory, ExecutableByAll);
    }

    public static void OpenTree(string directory, string programsDirectory)
    {
        SetMode(directory, ExecutableByAll);
        foreach (var child in Directory.EnumerateDirectories(directory))
            OpenTree(child, programsDirectory);
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles().Where(file => file.LinkTarget is null))
            SetMode(file.FullName, directory == programsDirectory ? ExecutableByAll : ReadableByAll);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
