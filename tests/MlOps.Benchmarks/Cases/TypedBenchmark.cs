using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>Features as arrays, beside the same numbers in a jsonb and the table that had them.</summary>
internal sealed class TypedBenchmark()
    : Benchmark("typed", "46 features as an array, beside hand-written COPY of the same numbers as jsonb into the schema of before")
{
    private const int Scanned = 10;
    private const int Scans = 5;
    private const int Bins = 10;
    private const int Codes = Bins + 3;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(JsonbSchema.Sql(Population.Slice));
        var count = options.Rows ?? 100_000;
        var (typed, documents) = (TypedPopulation.AsFeatures(count), TypedPopulation.AsDocuments(count));
        var processor = await ServerProcessor.OfAsync(database.Owner);
        var (slice, table) = ($"ml_predictions_{Population.Slice.Suffix}", JsonbSchema.Table(Population.Slice));
        var oldTable = $"{JsonbSchema.Name}.{table}";
        var ours = new Side(processor, "ml_predictions", count);
        var before = new Side(processor, $"{JsonbSchema.Name}.ml_predictions", count);

        var cpu = await Rounds.RunAsync(
            $"{Name} (rows per second of the server's processor)", "rows/s", options.Rounds,
            () => ours.MeasureAsync(database, () => InsertAsync(database, typed, cancellationToken)),
            () => before.MeasureAsync(
                database, () => HandWrittenCopy.RunBaseAsync(database.Service, Tenants.Default, documents, oldTable)),
            cancellationToken);
        var (size, oldSize) = (await SizeAsync(database, slice, count), await SizeAsync(database, oldTable, count));
        var scan = await Rounds.RunAsync(
            $"{Name} (histograms of {Scanned} features)", "ms of the server's processor", options.Rounds,
            () => ScanAsync(database, processor, slice, i => $"features[{i + 1}]"),
            () => ScanAsync(database, processor, oldTable, i => $"(context ->> '{TypedPopulation.NameOf(i)}')::float8"),
            cancellationToken);
        return
        [
            cpu with { Target = Target.RatioAtLeast(2.5) },
            new($"{Name} (rows)", ours.Speed, before.Speed, ours.Speed / before.Speed, Speed.Unit),
            new($"{Name} (disk)", size, oldSize, size / oldSize, "bytes/row", Target.RatioAtMost(0.5)),
            scan with { Target = Target.RatioAtMost(0.333) },
        ];
    }

    private static async Task InsertAsync(BenchmarkDatabase database, List<Prediction> rows, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext(database.Service);
        await context.BulkInsertAsync(rows, cancellationToken);
    }

    private static async Task<double> SizeAsync(BenchmarkDatabase database, string table, int rows)
    {
        await using var command = database.Owner.CreateCommand($"SELECT pg_total_relation_size('{table}')::float8");
        return (double)(await command.ExecuteScalarAsync())! / rows;
    }

    private static async Task<double> ScanAsync(
        BenchmarkDatabase database, ServerProcessor processor, string table, Func<int, string> valueOf)
    {
        // One number says the bins of two features, so that the rows are counted by five small keys, as mlops_drifts does.
        string BucketOf(int i) => $"coalesce(width_bucket({valueOf(i)}, 0, 100, {Bins}), {Bins + 2})";
        var codes = string.Join(", ", Enumerable.Range(0, Scanned / 2).Select(
            pair => $"{pair * Codes * Codes} + {Codes} * {BucketOf(2 * pair)} + {BucketOf((2 * pair) + 1)}"));
        var scan = $"SELECT code, count(*) FROM (SELECT unnest(ARRAY[{codes}]) AS code FROM {table}) AS c GROUP BY code;";
        // Several of them, since the time of a processor is counted in hundredths of a second.
        return 1000.0 / Scans * await processor.SecondsOfAsync(() => database.ExecuteAsync(
            $"SET max_parallel_workers_per_gather = 0; {string.Concat(Enumerable.Repeat(scan, Scans))}"));
    }

    /// <summary>One of the two ways, and how fast it was by the clock.</summary>
    private sealed class Side(ServerProcessor processor, string table, int rows)
    {
        private readonly List<double> _speeds = [];

        public double Speed => Rounds.Median(_speeds.Skip(1));

        /// <summary>The rows for each second of the server's processor.</summary>
        public async Task<double> MeasureAsync(BenchmarkDatabase database, Func<Task> store)
        {
            await database.ExecuteAsync($"TRUNCATE {table} CASCADE; CHECKPOINT");
            return rows / await processor.SecondsOfAsync(async () => _speeds.Add(await Measuring.Speed.OfAsync(rows, store)));
        }
    }
}
