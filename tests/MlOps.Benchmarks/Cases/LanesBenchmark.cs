using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;

namespace MlOps.Benchmarks.Cases;

/// <summary>A writer with two connections beside one with a single one.</summary>
internal sealed class LanesBenchmark() : Benchmark("lanes", "a prediction writer with two lanes beside one with one")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = Population.Create(options.Rows ?? 100_000);
        return
        [
            await Rounds.RunAsync(
                Name, Speed.Unit, options.Rounds,
                () => WriteAsync(database, rows, lanes: 2, cancellationToken),
                () => WriteAsync(database, rows, lanes: 1, cancellationToken),
                cancellationToken),
        ];
    }

    /// <summary>How many rows a second a writer stores.</summary>
    public static async Task<double> WriteAsync(
        BenchmarkDatabase database, List<Prediction> rows, int lanes, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await using var services = new WriterServices(database, options => options.Lanes = lanes);
        await services.StartAsync(cancellationToken);
        return await Speed.OfAsync(rows.Count, async () =>
        {
            foreach (var row in rows)
                await services.Writer.WriteAsync(row, cancellationToken);

            await services.Writer.FlushAsync(cancellationToken);
        });
    }
}
