using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Benchmarks.Cases;

/// <summary>What it costs to store what is stored already, as after a crash whose last batch nobody saw acknowledged.</summary>
internal sealed class ReplayBenchmark()
    : Benchmark("replay", "storing a batch once more that is stored already, beside storing it")
{
    private const int BatchSize = 10_000;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        await using var services = new WriterServices(database, _ => { });
        var result = await Rounds.RunAsync(
            Name, "s", options.Rounds,
            async () =>
            {
                await database.ResetAsync();
                await StoreAsync(services, rows, mayBeStored: false, cancellationToken);
                return await TimeAsync(services, rows, mayBeStored: true, cancellationToken);
            },
            async () =>
            {
                await database.ResetAsync();
                return await TimeAsync(services, rows, mayBeStored: false, cancellationToken);
            },
            cancellationToken);
        return [result with { Target = Target.RatioAtMost(0.5) }];
    }

    private static async Task<double> TimeAsync(
        WriterServices services, List<Prediction> rows, bool mayBeStored, CancellationToken cancellationToken) =>
        (await Speed.TimeAsync(() => StoreAsync(services, rows, mayBeStored, cancellationToken))).TotalSeconds;

    private static async Task StoreAsync(
        WriterServices services, List<Prediction> rows, bool mayBeStored, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.Chunk(BatchSize))
        {
            List<QueuedWrite> writes = [.. batch.Select(row => new QueuedWrite(Write.Of(row), 0))];
            await services.Store.StoreAsync(writes, early: [], mayBeStored, areManyEarly: false, isLast: false, cancellationToken);
        }
    }
}
