using MlOps.Benchmarks.Measuring;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>How much memory a long stream takes, beside one of a tenth of its length. Runs once.</summary>
internal sealed class MemoryBenchmark()
    : Benchmark("memory", "peak growth of the working set while a stream is stored, beside a stream of a tenth; one round")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 5_000_000;
        await MeasureAsync(database, Math.Min(rows / 10, 20_000), cancellationToken);
        var small = await MeasureAsync(database, rows / 10, cancellationToken);
        var large = await MeasureAsync(database, rows, cancellationToken);
        await database.ResetAsync();
        return
        [
            new Result(
                $"{Name} (working set)", large.WorkingSet, small.WorkingSet, large.WorkingSet / small.WorkingSet, PeakMemory.Unit,
                Target.AtMost(200, PeakMemory.Unit)),
            new Result($"{Name} (managed heap)", large.Heap, small.Heap, large.Heap / small.Heap, PeakMemory.Unit),
        ];
    }

    private static async Task<PeakMemory> MeasureAsync(BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await using var context = database.CreateContext(database.Service);
        return await PeakMemory.WhileAsync(() => context.BulkInsertAsync(
            Population.Stream(rows).ToAsyncEnumerable(), cancellationToken));
    }
}
