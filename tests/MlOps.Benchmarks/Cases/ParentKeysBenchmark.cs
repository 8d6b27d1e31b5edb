using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;

namespace MlOps.Benchmarks.Cases;

/// <summary>BulkInsertAsync beside COPY written by hand into tables whose keys lie between the partitioned tables.</summary>
internal sealed class ParentKeysBenchmark()
    : Benchmark("bulk-insert-parent-keys", "BulkInsertAsync beside hand-written COPY where foreign keys refer to partitioned tables")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        var result = await Rounds.RunAsync(
            Name, Speed.Unit, options.Rounds,
            () => BulkInsertBenchmark.InsertAsync(database, rows, cancellationToken),
            () => BulkInsertBenchmark.HandWrittenAsync(database, rows, table => $"{ParentKeySchema.Name}.{table}"),
            cancellationToken);
        return [result with { Target = Target.RatioAtLeast(1.3) }];
    }
}
