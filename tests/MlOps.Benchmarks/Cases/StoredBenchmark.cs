using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>
/// How long it takes from the acknowledgement of a write to its commit, while maintenance cannot make slices: somebody holds its lock, and
/// half of the rows have no slice.
/// </summary>
internal sealed class StoredBenchmark()
    : Benchmark("stored", "From acknowledged to stored while no slice can be made, beside the same without a fault")
{
    private const int Writers = 5;
    private const int RowsAtOnce = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var count = options.Rows ?? 10_000;
        return
        [
            await CompareAsync("p99", latencies => latencies[(int)(latencies.Count * 0.99)]),
            await CompareAsync("maximum", latencies => latencies[^1]),
        ];

        Task<Result> CompareAsync(string what, Func<List<double>, double> choose) => Rounds.RunAsync(
            $"{Name} ({what})", "ms", options.Rounds,
            async () =>
            {
                // The lock of maintenance, which any login can take.
                await using var holder = await database.App.OpenConnectionAsync(cancellationToken);
                await using var command = new NpgsqlCommand(
                    "SELECT pg_advisory_lock(hashtext('mlops slices of ml_predictions'))::text", holder);
                await command.ExecuteScalarAsync(cancellationToken);
                var without = Population.Create(count / 2, Population.Start.AddMonths(6));
                return choose(await MeasureAsync(database, [.. Population.Create(count / 2), .. without], cancellationToken));
            },
            async () => choose(await MeasureAsync(database, Population.Create(count), cancellationToken)),
            cancellationToken);
    }

    private static async Task<List<double>> MeasureAsync(
        BenchmarkDatabase database, List<Prediction> rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        var directory = Directory.CreateTempSubdirectory("mlops-benchmark-stored-");
        var acknowledged = new DateTime[rows.Count];
        try
        {
            await using var services = new WriterServices(database, options =>
            {
                options.Durability = Durability.Journal;
                options.JournalDirectory = directory.FullName;
                options.FlushInterval = TimeSpan.FromMilliseconds(50);
            });
            await services.StartAsync(cancellationToken);
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
                async () =>
                {
                    for (var i = writer; i < rows.Count; i += Writers)
                    {
                        await services.Writer.WriteAsync(rows[i], cancellationToken);
                        acknowledged[i] = DateTime.UtcNow;
                        if (i / Writers % RowsAtOnce == 0)
                            await Task.Delay(Pause, cancellationToken);
                    }
                },
                cancellationToken)));
            await services.Writer.FlushAsync(cancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        var stored = await ReadCommitsAsync(database, cancellationToken);
        return [.. rows.Select((row, i) => Math.Max(0, (stored[row.Id] - acknowledged[i]).TotalMilliseconds)).Order()];
    }

    private static async Task<Dictionary<Guid, DateTime>> ReadCommitsAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Owner.CreateCommand("SELECT id, pg_xact_commit_timestamp(xmin) FROM ml_predictions");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var commits = new Dictionary<Guid, DateTime>();
        while (await reader.ReadAsync(cancellationToken))
            commits.Add(reader.GetGuid(0), reader.GetDateTime(1));

        return commits;
    }
}
