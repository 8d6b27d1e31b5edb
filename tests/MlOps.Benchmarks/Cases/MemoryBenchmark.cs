using System.Diagnostics;
using MlOps.Benchmarks.Measuring;
using MlOps.Persistence.Repositories;

namespace MlOps.Benchmarks.Cases;

/// <summary>How much memory a long stream takes, beside one of a tenth of its length. Runs once.</summary>
internal sealed class MemoryBenchmark()
    : Benchmark("memory", "peak growth of the working set while a stream is stored, beside a stream of a tenth; one round")
{
    private const double Megabyte = 1 << 20;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 5_000_000;
        await MeasureAsync(database, Math.Min(rows / 10, 20_000), cancellationToken);
        var (shortHeap, shortSet) = await MeasureAsync(database, rows / 10, cancellationToken);
        var (longHeap, longSet) = await MeasureAsync(database, rows, cancellationToken);
        await database.ResetAsync();
        return
        [
            new Result($"{Name} (working set)", longSet, shortSet, longSet / shortSet, "MB", Target.AtMost(200, "MB")),
            new Result($"{Name} (managed heap)", longHeap, shortHeap, longHeap / shortHeap, "MB"),
        ];
    }

    private static async Task<(double Heap, double WorkingSet)> MeasureAsync(
        BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        var (heap, workingSet) = (GC.GetTotalMemory(forceFullCollection: true), WorkingSet());
        var (heapPeak, workingSetPeak) = (heap, workingSet);
        await using var context = database.CreateContext(database.Service);
        await using (new Timer(_ => Sample(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50)))
        {
            await new PredictionRepository(context).BulkInsertAsync(
                Population.Stream(rows).ToAsyncEnumerable(), cancellationToken);
        }

        return ((heapPeak - heap) / Megabyte, (workingSetPeak - workingSet) / Megabyte);

        void Sample()
        {
            heapPeak = Math.Max(heapPeak, GC.GetTotalMemory(forceFullCollection: false));
            workingSetPeak = Math.Max(workingSetPeak, WorkingSet());
        }
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
