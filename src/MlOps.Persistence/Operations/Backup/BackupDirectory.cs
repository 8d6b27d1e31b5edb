using System.Runtime.InteropServices;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>Directories and files that their owner alone can read, and that are on disk once they are said to be complete.</summary>
internal static class BackupDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int BufferSize = 1 << 20;

    // A directory that exists already stays as its owner made it.
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// Creates a file whose writes return when they are on disk. .NET does not report an fsync that failed on Unix, and reports a write
    /// that failed.
    /// </summary>
    public static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.WriteThrough,
            BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;

        return new FileStream(path, options);
    }

    /// <summary>Lets nobody but the owner read a file that another program wrote.</summary>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>Writes the names in a directory to disk. Some file systems cannot, and keep them in another way.</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows() || Open(path, 0) is not (>= 0 and var opened))
            return;

        _ = Flush(opened);
        _ = Close(opened);
    }

    // .NET opens no directories.
    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
