using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;

namespace MlOps.Benchmarks.Cases;

/// <summary>Features as arrays in predictions of all services, beside the same predictions with a document of 1 KB.</summary>
internal sealed class TypedKindsBenchmark()
    : Benchmark(
        "typed-kinds", "46 features of all eight kinds in turn, beside documents of 1 KB: in bulk, and by a writer with one and two lanes")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var count = options.Rows ?? 100_000;
        var (typed, documents) = (Population.CreateTyped(count), Population.Create(count));
        var processor = await ServerProcessor.OfAsync(database.Owner);
        return
        [
            await CompareAsync("in bulk", Speed.Unit, rows => BulkInsertBenchmark.InsertAsync(database, rows, cancellationToken)),
            await CompareAsync("in bulk, rows per second of the server's processor", Speed.Unit, async rows =>
                rows.Count / await processor.SecondsOfAsync(() => BulkInsertBenchmark.InsertAsync(database, rows, cancellationToken))),
            await CompareAsync("one lane", Speed.Unit, rows => LanesBenchmark.WriteAsync(database, rows, lanes: 1, cancellationToken)),
            await CompareAsync("two lanes", Speed.Unit, rows => LanesBenchmark.WriteAsync(database, rows, lanes: 2, cancellationToken)),
        ];

        Task<Result> CompareAsync(string what, string unit, Func<List<Prediction>, Task<double>> measure) => Rounds.RunAsync(
            $"{Name} ({what})", unit, options.Rounds, () => measure(typed), () => measure(documents), cancellationToken);
    }
}
