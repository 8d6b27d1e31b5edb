using System.Diagnostics;

namespace MlOps.Benchmarks.Baselines;

/// <summary>What the disk takes from whoever does nothing but write to it: a file with its space reserved, groups of records.</summary>
internal static class DiskLimit
{
    // As long as those of the population are in a journal.
    private const int RecordBytes = 1500;

    public static double RecordsPerSecond(int records, int groupSize)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mlops-benchmark-{Guid.NewGuid():N}");
        var group = new byte[RecordBytes * groupSize];
        Random.Shared.NextBytes(group);
        var groups = records / groupSize;
        using var file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose, (long)groups * group.Length);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < groups; i++)
        {
            RandomAccess.Write(file, group, (long)i * group.Length);
            RandomAccess.FlushToDisk(file);
        }

        return groups * groupSize / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
