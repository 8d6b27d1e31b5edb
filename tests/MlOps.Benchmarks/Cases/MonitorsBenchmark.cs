using MlOps.Benchmarks.Measuring;
using MlOps.Benchmarks.Monitors;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Benchmarks.Cases;

/// <summary>What monitors cost on a month of typed predictions, and how fast their sketches answer.</summary>
internal sealed class MonitorsBenchmark()
    : Benchmark(
        "monitors",
        "monitors of 10 features in 20 segments on a month of --rows typed predictions; their sketches, beside answers by rows")
{
    // There is a new hour and a new day of the month for each round.
    private const int MostRounds = 20;

    private const double Megabyte = 1 << 20;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 10_000_000;
        await ResetAsync(database);
        await WatchedPopulation.FillAsync(database, rows, cancellationToken);
        var rounds = new TimedRounds(
            await ServerProcessor.OfAsync(database.Owner), Math.Min(options.Rounds, MostRounds), cancellationToken);
        var monitor = await StartAsync(database, cancellationToken);
        List<Result> results = [.. await new HourlyMonitors(database, rounds, cancellationToken).MeasureAsync(Name)];
        results.AddRange(await new SketchMaking(database, monitor, rounds, cancellationToken).MeasureAsync(Name, rows));
        var (sketches, predictions) = (await SizeAsync(database, "ml_feature_sketches"), await SizeAsync(database, "ml_predictions"));
        results.Add(new Result($"{Name} (sketches beside predictions, disk)", sketches, predictions, sketches / predictions, "MB"));
        results.AddRange(await new SketchAnswers(database, monitor, rounds, cancellationToken).MeasureAsync(Name));
        await ResetAsync(database);
        return results;
    }

    private static async Task ResetAsync(BenchmarkDatabase database)
    {
        await database.ExecuteAsync("TRUNCATE ml_monitors CASCADE");
        await database.ResetAsync();
    }

    private static async Task<ServiceMonitor> StartAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var monitor = ServiceMonitor.Define("daily", "watched-model", WatchedPopulation.Service, Population.Start, new MonitorSettings
        {
            Features = WatchedPopulation.Numbers,
            SegmentFeature = WatchedPopulation.Segment,
            SegmentCap = WatchedPopulation.Segments,
            MinSample = 1,
            Rules = [new(DriftMethods.PsiEdges, 0.1, 0.25)],
        });
        await using var context = WatchedPopulation.CreateContext(database);
        await new MonitorRepository(context).StartAsync(monitor, Population.Start.AddDays(2), Population.Start, cancellationToken);
        return monitor;
    }

    // The predictions are in a partition for each month.
    private static async Task<double> SizeAsync(BenchmarkDatabase database, string table)
    {
        await using var command = database.Owner.CreateCommand(
            $"""
            SELECT coalesce(sum(pg_total_relation_size(relid)), pg_total_relation_size('{table}'))::float8
            FROM pg_partition_tree('{table}')
            """);
        return (double)(await command.ExecuteScalarAsync())! / Megabyte;
    }
}
