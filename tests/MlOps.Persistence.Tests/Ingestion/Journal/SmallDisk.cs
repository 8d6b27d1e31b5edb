using MlOps.Persistence.Local;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

/// <summary>A file system of one megabyte, to be filled.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string directory) => Directory = directory;

    public string Directory { get; }

    private string Filler => Path.Combine(Directory, "filler");

    public static async Task<SmallDisk> MountAsync()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may mount the small disk that this test fills");
        var disk = new SmallDisk(System.IO.Directory.CreateTempSubdirectory("mlops-disk-").FullName);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.Directory);
        return disk;
    }

    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (file.Length < 2 << 20)
                file.Write(new byte[4096]);
            Assert.Fail("More went on the disk than it can hold.");
        }
        catch (IOException)
        {
            // It is full now.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Directory);
        System.IO.Directory.Delete(Directory);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var result = await ProgramRunner.RunAsync(new ProgramCall(program, arguments), CancellationToken.None);
        Assert.True(result.Succeeded, result.LastLines(5));
    }
}
