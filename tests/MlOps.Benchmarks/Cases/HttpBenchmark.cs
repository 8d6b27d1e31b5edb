using MlOps.Benchmarks.Measuring;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>Items by HTTP until all of them are stored, beside the same entities by BulkInsertAsync.</summary>
internal sealed class HttpBenchmark()
    : Benchmark("http", "NDJSON to the server by 4 clients until all is stored, beside BulkInsertAsync of the same 10,000 at a time")
{
    private const int Clients = 4;
    private const int ItemsOfBody = 1000;
    private const int RowsOfBatch = 10_000;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var count = options.Rows ?? 200_000;
        await StoreSchemaAsync(database, cancellationToken);
        List<SystemMetric> metrics =
        [
            .. Enumerable.Range(0, count)
                .Select(i => SystemMetric.Measure($"host-{i % 100}", "load", i, Population.Start.AddMilliseconds(i), "1")),
        ];
        List<Entity> predictions = [.. TypedPopulation.AsFeatures(count)];
        return
        [
            await CompareAsync("46 features in order", "/v1/predictions", HttpItems.Features(count, areNamed: false), predictions),
            await CompareAsync("46 features by name", "/v1/predictions", HttpItems.Features(count, areNamed: true), predictions),
            await CompareAsync("metrics", "/v1/metrics", HttpItems.Of(metrics), [.. metrics]),
        ];

        Task<Result> CompareAsync(string what, string path, IEnumerable<string> items, List<Entity> entities)
        {
            List<byte[]> bodies = [.. items.Chunk(ItemsOfBody).Select(HttpItems.Body)];
            return Rounds.RunAsync(
                $"{Name} ({what})", Speed.Unit, options.Rounds,
                () => SendAsync(database, path, bodies, count, cancellationToken),
                () => InsertAsync(database, entities, cancellationToken),
                cancellationToken);
        }
    }

    private static async Task<double> SendAsync(
        BenchmarkDatabase database, string path, List<byte[]> bodies, int count, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await using var server = await HttpServer.StartAsync(database, cancellationToken);
        var next = -1;
        return await Speed.OfAsync(count, async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(
                async () =>
                {
                    for (var i = Interlocked.Increment(ref next); i < bodies.Count; i = Interlocked.Increment(ref next))
                        await server.SendAsync(path, bodies[i], cancellationToken);
                },
                cancellationToken)));
            await server.FlushAsync(cancellationToken);
        });
    }

    private static async Task<double> InsertAsync(BenchmarkDatabase database, List<Entity> entities, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await using var context = database.CreateContext(database.Service);
        return await Speed.OfAsync(entities.Count, async () =>
        {
            foreach (var batch in entities.Chunk(RowsOfBatch))
                await context.BulkInsertAsync(batch, cancellationToken);
        });
    }

    private static async Task StoreSchemaAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext(database.Service);
        context.Add(TypedPopulation.Schema);
        await context.SaveChangesAsync(cancellationToken);
    }
}
