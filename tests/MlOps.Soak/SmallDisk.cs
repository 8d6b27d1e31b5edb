using System.Diagnostics;

namespace MlOps.Soak;

/// <summary>A file system of some megabytes, to be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    public const string WhyNot = "Only root on Linux may mount the small disk that is filled here";

    private SmallDisk(string directory) => Directory = directory;

    public static bool CanMount => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    public string Directory { get; }

    private string Filler => Path.Combine(Directory, "filler");

    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk(System.IO.Directory.CreateTempSubdirectory("mlops-disk-").FullName);
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", disk.Directory);
        return disk;
    }

    /// <summary>Leaves not one block.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        WriteUntilFull(file, 1 << 20);
        WriteUntilFull(file, 1 << 12);
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", Directory);
        System.IO.Directory.Delete(Directory);
    }

    private static void WriteUntilFull(FileStream file, int blockSize)
    {
        var block = new byte[blockSize];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // It is full now.
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {error}");
    }
}
