using MlOps.Domain.Telemetry;
using MlOps.Persistence.Sampling;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Sampling;

[NeedsNoServer]
public sealed class HostResourcesTests : IDisposable
{
    private readonly TestDirectory _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Processors_are_in_use_as_far_as_they_worked_between_two_samples()
    {
        var before = ReadCpu("cpu  100 0 100 700 100 0 0 0 0 0", "cpu0 50 0 50 350 50 0 0 0", "cpu1 50 0 50 350 50 0 0 0");
        var after = ReadCpu("cpu  150 10 120 760 110 5 5 0 99 99", "cpu0 1 1 1 1 1 1 1 1", "cpu1 1 1 1 1 1 1 1 1", "ctxt 7");

        // 90 of 160 ticks, of two processors.
        Assert.Equal((1.125, 2), (after.FindUsed(before), after.Processors));
        Assert.Null(before.FindUsed(after));
        Assert.Null(before.FindUsed(before));
    }

    [Fact]
    public void Memory_is_in_use_as_far_as_it_is_not_available()
    {
        File.WriteAllText(
            Path.Combine(_proc.Path, "meminfo"), "MemTotal:  1000 kB\nMemFree:  1 kB\nMemAvailable:  250 kB\nHugePages_Total: 0\n");
        var memory = Host().FindMemory(Sample.Noon)!;
        Assert.Equal((ResourceKind.Memory, "host-1", 768_000, 1_024_000, 0.75),
            (memory.Kind, memory.Resource, memory.Used, memory.Capacity, memory.Utilization));
    }

    [Fact]
    public void Without_these_files_there_is_neither() =>
        Assert.Equal((null, null), (Host().FindCpu(Sample.Noon), Host().FindMemory(Sample.Noon)));

    [Theory]
    [InlineData("/dev/sda1 /var ext4 rw,relatime 0 0", "/var")]
    [InlineData("/dev/sdb1 /mnt/my\\040disk xfs rw 0 0", "/mnt/my disk")]
    [InlineData("overlay / overlay rw,lowerdir=/a 0 0", "/")]
    [InlineData("tank/home /home zfs rw 0 0", "/home")]
    [InlineData("/dev/loop0 /snap/core squashfs ro 0 0", null)]
    [InlineData("nas:/share /mnt nfs4 rw 0 0", null)]
    [InlineData("tmpfs /dev/shm tmpfs rw 0 0", null)]
    [InlineData("proc /proc proc rw 0 0", null)]
    [InlineData("", null)]
    public void A_disk_is_a_device_of_the_machine_that_can_fill_up(string line, string? place) =>
        Assert.Equal(place, MountedDisk.Find(line)?.Place);

    [Theory, InlineData(true), InlineData(false)]
    public void Each_disk_is_there_once_with_the_name_of_the_machine(bool isLinux)
    {
        // A place of the same disk, and one that was taken away.
        if (isLinux)
            File.WriteAllLines(
                Path.Combine(_proc.Path, "mounts"), ["overlay / overlay rw", "overlay /tmp overlay rw", "/dev/x /no/such ext4 rw"]);

        var disks = Host().ListDisks(Sample.Noon).ToList();
        Assert.NotEmpty(disks);
        Assert.All(disks, disk => Assert.StartsWith("host-1:", disk.Resource, StringComparison.Ordinal));
        Assert.All(disks, disk => Assert.InRange(disk.Utilization!.Value, 0, 1));
        Assert.Contains(disks, disk => !isLinux || disk.Resource == "host-1:/");
        Assert.Equal(disks.Count, disks.DistinctBy(disk => (disk.Used, disk.Capacity)).Count());
    }

    [Fact]
    public void Two_devices_of_the_same_size_are_two_disks_and_two_places_of_a_device_are_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no place named /.");
        File.WriteAllLines(
            Path.Combine(_proc.Path, "mounts"),
            ["/dev/a / ext4 rw", "/dev/b /tmp/.. ext4 rw", "/dev/b /tmp/../. ext4 rw", "overlay / overlay rw"]);

        Assert.Equal(["host-1:/", "host-1:/tmp/.."], Host().ListDisks(Sample.Noon).Select(disk => disk.Resource));
    }

    private HostResources Host() => new("host-1", _proc.Path);

    private CpuTimes ReadCpu(params string[] lines)
    {
        File.WriteAllLines(Path.Combine(_proc.Path, "stat"), lines);
        return Host().FindCpu(Sample.Noon)!;
    }
}
