namespace MlOps.Testing;

/// <summary>
/// The directory of a server that the test processes of a run share. Each process has a lease in it, and the reaper of the last one
/// stops the server and deletes the directory. No lock is needed: a directory appears complete or not at all, and one that is about
/// to be deleted has no "leases".
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private const string Prefix = "mlops-test-";
    private const string Memory = "/dev/shm";
    private const long NeededMemory = 8L * 1024 * 1024 * 1024;

    private readonly ServerReaper _reaper;

    private RunDirectory(string path, ServerReaper reaper)
    {
        Path = path;
        _reaper = reaper;
    }

    public string Path { get; }

    /// <summary>A directory that no other process uses.</summary>
    public static RunDirectory CreateOwn()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}");
        var reaper = new ServerReaper(path);
        reaper.Watch();
        return new RunDirectory(path, reaper);
    }

    /// <summary>The directory with this name, which other processes may already use.</summary>
    public static async Task<RunDirectory> JoinAsync(string name)
    {
        // Windows has no reaper, so nothing knows which process is the last one.
        if (OperatingSystem.IsWindows())
            return CreateOwn();

        var path = System.IO.Path.Combine(FindFastFolder(), $"{Prefix}{name}");
        var reaper = new ServerReaper(path, isShared: true);
        reaper.Watch();
        await Polling.UntilAsync(
            () => Task.FromResult(TryJoin(path, $"{reaper.ProcessId}")), $"the server in {path} has ended, so that another can start");
        return new RunDirectory(path, reaper);
    }

    public void Dispose() => _reaper.Dispose();

    // A test database is hundreds of small files. Memory creates and deletes them in a fraction of the time.
    private static string FindFastFolder()
    {
        if (Environment.GetEnvironmentVariable("TMPDIR") is null && Directory.Exists(Memory)
            && new DriveInfo(Memory).AvailableFreeSpace > NeededMemory)
            return Memory;

        return System.IO.Path.GetTempPath();
    }

    private static bool TryJoin(string path, string lease)
    {
        try
        {
            File.WriteAllText(LeaseIn(path, lease), "");
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return TryCreate(path, lease);
        }
    }

    private static bool TryCreate(string path, string lease)
    {
        var prepared = $"{path}-{lease}";
        Directory.CreateDirectory(System.IO.Path.Combine(prepared, "leases"));
        File.WriteAllText(LeaseIn(prepared, lease), "");
        try
        {
            Directory.Move(prepared, path);
            return true;
        }
        catch (IOException)
        {
            // Another process was faster, or the last one is about to delete it.
            Directory.Delete(prepared, recursive: true);
            return false;
        }
    }

    private static string LeaseIn(string path, string lease) => System.IO.Path.Combine(path, "leases", lease);
}
