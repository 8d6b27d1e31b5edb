using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;

namespace MlOps.Benchmarks.Cases;

/// <summary>How many writes a second are on disk, beside what the disk takes. The database gets them later.</summary>
internal sealed class JournalBenchmark()
    : Benchmark("journal", "WriteAsync with a journal by 64 writers at once, beside the disk: 64 records, one write, one fsync, again")
{
    private const int Writers = 64;

    // With fewer, much of the time goes to the compiler, which a service has behind it after its first seconds.
    private const int Usual = 300_000;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? Usual);
        var result = await Rounds.RunAsync(
            Name, "writes/s", options.Rounds,
            () => WriteAsync(database, rows, cancellationToken),
            () => Task.FromResult(DiskLimit.RecordsPerSecond(rows.Count, Writers)),
            cancellationToken);
        return [result with { Target = Target.RatioAtLeast(0.4) }];
    }

    private static async Task<double> WriteAsync(
        BenchmarkDatabase database, List<Prediction> rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        var directory = Directory.CreateTempSubdirectory("mlops-benchmark-journal-");
        try
        {
            await using var services = new WriterServices(database, options =>
            {
                options.Durability = Durability.Journal;
                options.JournalDirectory = directory.FullName;
                options.Capacity = options.MaxBatchSize = options.BatchSize = rows.Count + 1;
                options.FlushInterval = TimeSpan.FromHours(1);
            });
            await services.StartAsync(cancellationToken);
            var next = -1;
            return await Speed.OfAsync(
                rows.Count,
                () => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(
                    async () =>
                    {
                        for (var i = Interlocked.Increment(ref next); i < rows.Count; i = Interlocked.Increment(ref next))
                            await services.Writer.WriteAsync(rows[i], cancellationToken);
                    },
                    cancellationToken))));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
