using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;

namespace MlOps.Benchmarks.Cases;

/// <summary>Whether storing slows down as the slice fills that the new rows go to.</summary>
internal sealed class GrowthBenchmark()
    : Benchmark("growth", "BulkInsertAsync of 100,000 rows into a slice that holds --rows, beside an empty slice")
{
    private const int BatchRows = 100_000;

    // After those that are stored, as the rows of today come after those of yesterday.
    private static readonly DateTimeOffset New = Population.Start.AddDays(20);

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await database.ExecuteAsync(StoredRows.Fill(Population.Slice, Population.Start, options.Rows ?? 20_000_000));
        var next = New;
        var result = await Rounds.RunAsync(
            Name, Speed.Unit, options.Rounds,
            () =>
            {
                // Also after those of the round before: between them they would split the pages of all indexes.
                var from = next;
                next += BatchRows * Population.Pace;
                return InsertAsync(database, from, cancellationToken);
            },
            () => InsertAsync(database, Population.Slice.End, cancellationToken),
            cancellationToken);
        await database.ResetAsync();
        return [result with { Target = Target.RatioAtLeast(0.9) }];
    }

    private static async Task<double> InsertAsync(
        BenchmarkDatabase database, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var next = Postgres.Slices.Slice.Containing(Population.Slice.End, Population.Slice.Interval);
        await database.ExecuteAsync($"TRUNCATE ml_predictions_{next.Suffix} CASCADE");
        await database.ExecuteAsync("CHECKPOINT");
        return await BulkInsertBenchmark.AddAsync(database, Population.Create(BatchRows, from), cancellationToken);
    }
}
