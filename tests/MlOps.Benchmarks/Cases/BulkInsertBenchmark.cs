using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>BulkInsertAsync beside COPY written by hand into the same tables.</summary>
internal sealed class BulkInsertBenchmark()
    : Benchmark("bulk-insert", "BulkInsertAsync beside hand-written COPY into the same partitions")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        var result = await Rounds.RunAsync(
            Name, Speed.Unit, options.Rounds,
            () => InsertAsync(database, rows, cancellationToken),
            () => HandWrittenAsync(database, rows, table => $"{table}_{Population.Slice.Suffix}"),
            cancellationToken);
        return [result with { Target = Target.RatioAtLeast(0.95) }];
    }

    /// <summary>How many rows a second BulkInsertAsync stores, as the service role.</summary>
    public static async Task<double> InsertAsync(
        BenchmarkDatabase database, List<Prediction> rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        return await AddAsync(database, rows, cancellationToken);
    }

    /// <summary>The same, beside what is stored already.</summary>
    public static Task<double> AddAsync(
        BenchmarkDatabase database, List<Prediction> rows, CancellationToken cancellationToken) => Speed.OfAsync(rows.Count, async () =>
    {
        await using var context = database.CreateContext(database.Service);
        await context.BulkInsertAsync(rows, cancellationToken);
    });

    /// <summary>How many rows a second hand-written COPY stores, as the service role.</summary>
    public static async Task<double> HandWrittenAsync(
        BenchmarkDatabase database, List<Prediction> rows, Func<string, string> tableOf)
    {
        await database.ResetAsync();
        return await Speed.OfAsync(
            rows.Count, () => HandWrittenCopy.RunAsync(database.Service, Tenants.Default, rows, tableOf));
    }
}
