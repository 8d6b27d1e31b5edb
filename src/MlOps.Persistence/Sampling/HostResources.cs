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
    public IEnumerable<ResourceSample> ListDisks(DateTimeOffset at) => ListDrives()
        .Select(drive => (drive.Name, Size: FindSize(drive)))
        .Where(drive => drive.Size is { Capacity: > 0 })
        .GroupBy(drive => drive.Size)
        .Select(places => places.MinBy(place => place.Name.Length))
        .Select(drive => ResourceSample.Measure(
            ResourceKind.Disk, Cut($"{host}:{drive.Name}"), drive.Size!.Value.Used, at, drive.Size.Value.Capacity));

    // Where Linux says what is mounted, nothing else is asked: a file system on a network that is away would not answer.
    private IEnumerable<DriveInfo> ListDrives()
    {
        var file = Path.Combine(proc, "mounts");
        return File.Exists(file)
            ? File.ReadLines(file).Select(MountedDisk.Find).OfType<string>().Distinct().Select(place => new DriveInfo(place))
            : DriveInfo.GetDrives().Where(drive => drive.DriveType == DriveType.Fixed);
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
