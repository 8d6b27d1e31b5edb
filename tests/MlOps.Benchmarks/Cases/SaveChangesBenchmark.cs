using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;

namespace MlOps.Benchmarks.Cases;

/// <summary>BulkInsertAsync beside SaveChanges, with whichever of several batch sizes serves it best.</summary>
internal sealed class SaveChangesBenchmark()
    : Benchmark("bulk-insert-savechanges", "BulkInsertAsync beside SaveChanges with its best batch size")
{
    private const int TrialRows = 10_000;

    private static readonly int[] BatchSizes = [50, 200, 1000];

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        var best = await FindBestAsync(database, rows[..Math.Min(rows.Count, TrialRows)], cancellationToken);
        var result = await Rounds.RunAsync(
            $"{Name} (batches of {best})", Speed.Unit, options.Rounds,
            () => BulkInsertBenchmark.InsertAsync(database, rows, cancellationToken),
            () => SaveAsync(database, rows, best, cancellationToken),
            cancellationToken);
        return [result with { Target = Target.RatioAtLeast(4) }];
    }

    private static async Task<int> FindBestAsync(
        BenchmarkDatabase database, List<Prediction> rows, CancellationToken cancellationToken)
    {
        await SaveAsync(database, rows, BatchSizes[0], cancellationToken);
        var speeds = new Dictionary<int, double>();
        foreach (var size in BatchSizes)
            speeds.Add(size, await SaveAsync(database, rows, size, cancellationToken));

        return speeds.MaxBy(speed => speed.Value).Key;
    }

    private static async Task<double> SaveAsync(
        BenchmarkDatabase database, List<Prediction> rows, int batchSize, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        return await Speed.OfAsync(rows.Count, async () =>
        {
            await using var context = BenchmarkDatabase.CreateContext(database.Service, batchSize);
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            foreach (var chunk in rows.Chunk(5000))
            {
                context.AddRange(chunk.AsEnumerable<object>());
                await context.SaveChangesAsync(cancellationToken);
                context.ChangeTracker.Clear();
            }

            await transaction.CommitAsync(cancellationToken);
        });
    }
}
