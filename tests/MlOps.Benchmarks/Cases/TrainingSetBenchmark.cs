using MlOps.Benchmarks.Measuring;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Features;

namespace MlOps.Benchmarks.Cases;

/// <summary>Long training sets, read as the application's role from 300,000 values. Runs once.</summary>
internal sealed class TrainingSetBenchmark()
    : Benchmark("training-set", "a training set of --rows points with 5 features, beside one of a tenth; one round")
{
    private const int Values = 300_000;
    private const int Entities = 500;
    private const string Empty = "TRUNCATE ml_features, ml_feature_store CASCADE";

    private static readonly string[] Features = [.. Enumerable.Range(0, 5).Select(number => $"feature-{number}")];

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await FillAsync(database, cancellationToken);
        var rows = options.Rows ?? 1_000_000;
        await MeasureAsync(database, Math.Min(rows / 10, 10_000), cancellationToken);
        var (shortSpeed, small) = await MeasureAsync(database, rows / 10, cancellationToken);
        var (speed, large) = await MeasureAsync(database, rows, cancellationToken);
        await database.ExecuteAsync(Empty);
        return
        [
            new Result(Name, speed, shortSpeed, speed / shortSpeed, "points/s"),
            new Result(
                $"{Name} (working set)", large.WorkingSet, small.WorkingSet, null, PeakMemory.Unit, Target.AtMost(200, PeakMemory.Unit)),
        ];
    }

    private static async Task FillAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(Empty);
        await using var context = database.CreateContext(database.Service);
        var repository = new FeatureRepository(context);
        foreach (var name in Features)
            repository.Add(Feature.Register(name, FeatureKind.Contextual, "number", Population.Start));

        await context.SaveChangesAsync(cancellationToken);
        await context.BulkInsertAsync(Enumerable.Range(0, Values).Select(Value), cancellationToken);
        await database.ExecuteAsync("ANALYZE ml_feature_store; CHECKPOINT");
    }

    private static async Task<(double Speed, PeakMemory Memory)> MeasureAsync(
        BenchmarkDatabase database, int points, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext(database.App);
        var set = new FeatureRepository(context).StreamTrainingSetAsync(
            Enumerable.Range(0, points).Select(Point).ToAsyncEnumerable(), Features, cancellationToken);
        var speed = 0.0;
        var memory = await PeakMemory.WhileAsync(async () => speed = await Speed.OfAsync(points, async () =>
        {
            if (await set.CountAsync(cancellationToken) != points)
                throw new InvalidOperationException("A training set has another number of vectors than of points.");
        }));
        return (speed, memory);
    }

    private static FeatureValue Value(int number)
    {
        var at = Population.Start.AddSeconds(number * 5);
        return FeatureValue.Record(
            Features[number % Features.Length], FeatureKind.Contextual, Entity(number), Json.Parse($"{number}"), at, at.AddMinutes(1));
    }

    private static FeaturePoint Point(int number)
    {
        var at = Population.Start.AddSeconds(number * 7 % (Values * 5));
        return new FeaturePoint(Entity(number), at, at);
    }

    private static string Entity(int number) => $"entity-{number / Features.Length % Entities}";
}
