using MlOps.Benchmarks.Measuring;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>BulkInsertAsync of a role that PostgreSQL refuses COPY, beside that of the service role.</summary>
internal sealed class StagedBenchmark()
    : Benchmark("staged", "BulkInsertAsync as the application's role, through a temporary table, beside the service's direct COPY")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        var result = await Rounds.RunAsync(
            Name, Speed.Unit, options.Rounds,
            async () =>
            {
                await database.ResetAsync();
                return await Speed.OfAsync(rows.Count, async () =>
                {
                    await using var context = database.CreateContext(database.App);
                    await context.BulkInsertAsync(rows, cancellationToken);
                });
            },
            () => BulkInsertBenchmark.InsertAsync(database, rows, cancellationToken),
            cancellationToken);
        return [result with { Target = Target.RatioAtLeast(0.6) }];
    }
}
