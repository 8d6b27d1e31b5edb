using System.Globalization;
using MlOps.Domain.Telemetry;

namespace MlOps.Persistence.Sampling;

/// <summary>
/// What the machine has on which this process runs, and how much of it is in use. That of the database may be another one. Processors and
/// memory are read from /proc, which only Linux has.
/// </summary>
/// <param name="host">The name of the machine.</param>
/// <param name="proc">The directory with the files of the kernel.</param>
internal sealed class HostResources(string host, string proc = "/proc")
{
    public string Host => host;

    public CpuTimes? FindCpu(DateTimeOffset at)
    {
        var file = Path.Combine(proc, "stat");
        return File.Exists(file) ? CpuTimes.Parse(File.ReadLines(file), at) : null;
    }

    public ResourceSample? FindMemory(DateTimeOffset at)
    {
        var file = Path.Combine(proc, "meminfo");
        if (!File.Exists(file))
            return null;

        var bytes = File.ReadLines(file).Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["MemTotal" or "MemAvailable", _, "kB"])
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture) * 1024);
        return bytes is { Count: 2 } && bytes["MemTotal"] > 0
            ? ResourceSample.Measure(ResourceKind.Memory, host, bytes["MemTotal"] - bytes["MemAvailable"], at, bytes["MemTotal"])
            : null;
    }

    /// <summary>Lists the disks, each once, although a container has many places of it.</summary>
    public IEnumerable<ResourceSample> ListDisks(DateTimeOffset at)
    {
        var drives = ListDrives().Select(found => (found.Device, found.Drive.Name, Size: FindSize(found.Drive)))
            .Where(drive => drive.Size is { Capacity: > 0 }).ToList();
        // What names no device, as the first disk of a container, is on the one that has the same size.
        return drives
            .GroupBy(drive => drive.Device
                ?? drives.Find(other => other.Device is not null && other.Size == drive.Size).Device ?? $"{drive.Size}")
            .Select(places => places.MinBy(place => place.Name.Length))
            .Select(drive => ResourceSample.Measure(
                ResourceKind.Disk, Cut($"{host}:{drive.Name}"), drive.Size!.Value.Used, at, drive.Size.Value.Capacity));
    }

    // Where Linux says what is mounted, nothing else is asked: a file system on a network that is away would not answer.
    private IEnumerable<(string? Device, DriveInfo Drive)> ListDrives()
    {
        var file = Path.Combine(proc, "mounts");
        return File.Exists(file)
            ? File.ReadLines(file).Select(MountedDisk.Find).OfType<(string? Device, string Place)>()
                .Select(disk => (disk.Device, new DriveInfo(disk.Place)))
            : DriveInfo.GetDrives().Where(drive => drive.DriveType == DriveType.Fixed).Select(drive => ((string?)null, drive));
    }

    // The blocks that only the administrator may use count for neither, as in df.
    private static (double Used, double Capacity)? FindSize(DriveInfo drive)
    {
        try
        {
            if (!drive.IsReady)
                return null;

            double used = drive.TotalSize - drive.TotalFreeSpace;
            return (used, used + drive.AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something that this user may not look into, or that was taken away in this moment, is no disk of ours.
            return null;
        }
    }

    private static string Cut(string name) => name.Length <= ResourceSample.MaxNameLength ? name : name[..ResourceSample.MaxNameLength];
}
