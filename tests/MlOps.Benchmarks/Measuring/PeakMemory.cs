using System.Diagnostics;

namespace MlOps.Benchmarks.Measuring;

/// <summary>By how many megabytes the managed heap and the working set grew at most.</summary>
internal sealed record PeakMemory(double Heap, double WorkingSet)
{
    public const string Unit = "MB";

    private const double Megabyte = 1 << 20;

    public static async Task<PeakMemory> WhileAsync(Func<Task> work)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        var (heap, workingSet) = (GC.GetTotalMemory(forceFullCollection: true), CurrentWorkingSet());
        var (heapPeak, workingSetPeak) = (heap, workingSet);
        await using (new Timer(_ => Sample(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50)))
            await work();

        return new PeakMemory((heapPeak - heap) / Megabyte, (workingSetPeak - workingSet) / Megabyte);

        void Sample()
        {
            heapPeak = Math.Max(heapPeak, GC.GetTotalMemory(forceFullCollection: false));
            workingSetPeak = Math.Max(workingSetPeak, CurrentWorkingSet());
        }
    }

    private static long CurrentWorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
