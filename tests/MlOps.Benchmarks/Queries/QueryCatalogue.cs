using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Telemetry;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Evolution;
using MlOps.Persistence.Repositories.Features;
using MlOps.Persistence.Repositories.Patterns;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Persistence.Repositories.Training;

namespace MlOps.Benchmarks.Queries;

/// <summary>The queries that are measured, of each of the five kinds.</summary>
internal sealed class QueryCatalogue(QueryParameters of)
{
    private const int Many = 300;
    private const int Some = 60;
    private const int Few = 20;

    private readonly string[] _features = [.. of.Catalogue.Features.Select(feature => feature.Name)];

    public IEnumerable<MeasuredQuery> All => [.. Events(), .. Patterns(), .. Dashboards(), .. Training(), .. Experiments()];

    private static IEnumerable<MeasuredQuery> Events() =>
    [
        new(Goal.Event, "insert one", Many, async (context, i) =>
        {
            new LearningEventRepository(context).Add(Event(i));
            await context.SaveChangesAsync();
        }),
        new(Goal.Event, "insert one, not waiting for the disk (synchronous_commit off)", Many, async (context, i) =>
        {
            await context.Database.OpenConnectionAsync();
            await context.Database.ExecuteSqlAsync($"SET synchronous_commit = off");
            new LearningEventRepository(context).Add(Event(i));
            await context.SaveChangesAsync();
        }),
    ];

    private IEnumerable<MeasuredQuery> Patterns() =>
    [
        new(Goal.Pattern, "find one by name", Many, (context, i) =>
        {
            var pattern = QueryParameters.Of(of.Catalogue.Patterns, i);
            return new PatternRepository(context).FindAsync(pattern.PatternType, pattern.PatternName);
        }),
        new(Goal.Pattern, "occurrences of one on a day", Many, (context, i) =>
            DrainAsync(new PatternRepository(context).StreamOccurrencesAsync(of.Pattern(i), of.Window(i, 1)))),
        new(Goal.Pattern, "trend of one, 7 days and 7 before", Many, (context, i) =>
            DrainAsync(new PatternRepository(context).StreamTrendsAsync(DateOf(i, 7), 7, of.Pattern(i)))),
        new(Goal.Pattern, "trends of all 200, 7 days and 7 before", Many, (context, i) =>
            DrainAsync(new PatternRepository(context).StreamTrendsAsync(DateOf(i, 7), 7))),
        new(Goal.Pattern, "trends of all 200, the last 7 days and 7 before", Many, (context, _) =>
            DrainAsync(new PatternRepository(context).StreamTrendsAsync(of.LastDay.AddDays(-6), 7))),
        new(Goal.Pattern, "100 open recommendations", Many, (context, _) =>
            DrainAsync(new RecommendationRepository(context).StreamProposedAsync(100))),
    ];

    private IEnumerable<MeasuredQuery> Dashboards() =>
    [
        new(Goal.Dashboard, "errors above a threshold, 30 days", Some, (context, i) =>
            DrainAsync(new PredictionReportRepository(context).StreamErrorsAboveAsync(0.1 + (i % 10 / 100.0), of.Window(i, 30), 100))),
        new(Goal.Dashboard, "accuracy by service, 30 days", Some, (context, i) =>
            DrainAsync(new PredictionReportRepository(context).StreamAccuracyByServiceAsync(of.Window(i, 30)))),
        new(Goal.Dashboard, "two versions compared, 30 days", Some, (context, i) =>
        {
            var model = QueryParameters.Of(of.Catalogue.Models, i);
            return new PredictionReportRepository(context).CompareVersionsAsync(model.First.Id, model.Second.Id, of.Window(i, 30));
        }),
        new(Goal.Dashboard, "daily volume, 30 days", Some, (context, i) =>
            DrainAsync(new PredictionReportRepository(context).StreamDailyVolumeAsync(of.Window(i, 30)))),
        new(Goal.Dashboard, "100 recent predictions of a service", Many, (context, i) =>
            DrainAsync(new PredictionRepository(context).StreamRecentAsync(QueryParameters.Of(of.Catalogue.Models, i).Service.Name, 100))),
        new(Goal.Dashboard, "one metric of one host, a day", Many, (context, i) =>
            DrainAsync(new TelemetryRepository(context).StreamMetricAsync(Host(i), Metric(i), of.Window(i, 1)))),
        new(Goal.Dashboard, "slowest queries, 7 days", Some, (context, i) =>
            DrainAsync(new TelemetryRepository(context).StreamSlowestAsync(of.Window(i, 7), 10))),
        new(Goal.Dashboard, "forecast of a disk by 30 days", Some, (context, i) => new TelemetryRepository(context).ForecastAsync(
            ResourceKind.Disk, "data", of.Window(i, 30), of.Window(i, 30).End.AddDays(90), DateTimeOffset.UtcNow, 1e12)),
        new(Goal.Dashboard, "sizes of all tables measured", Few, (context, _) => new TelemetryRepository(context)
            .MeasureTablesAsync(DateTimeOffset.UtcNow)),
        new(Goal.Dashboard, "costs of language models, a day", Some, (context, i) =>
            DrainAsync(new LlmInteractionRepository(context).StreamCostsAsync(of.Window(i, 1)))),
        View("v_daily_predictions, all", "SELECT * FROM v_daily_predictions"),
        View("v_version_accuracy, all", "SELECT * FROM v_version_accuracy"),
        View("v_telemetry_by_hour, one metric over all hosts",
            "SELECT hour, avg(average) FROM v_telemetry_by_hour WHERE metric_name = 'cpu.load' GROUP BY hour"),
        View("v_telemetry_by_minute, one metric of one host",
            "SELECT * FROM v_telemetry_by_minute WHERE source = 'host-07' AND metric_name = 'cpu.load'"),
        View("v_model_performance, all", "SELECT * FROM v_model_performance"),
        View("v_recent_predictions, all", "SELECT * FROM v_recent_predictions"),
    ];

    private IEnumerable<MeasuredQuery> Training() =>
    [
        new(Goal.Training, "20 features of 100 entities as of a time", Many, (context, i) => new FeatureRepository(context)
            .ListVectorsAsync(
            Enumerable.Range(i, 100).Select(Entity), _features, of.Day(i, 1), of.Day(i, 1))),
        new(Goal.Training, "set of 1,000 points with 5 features", Some,
            (context, i) => DrainAsync(new FeatureRepository(context).StreamTrainingSetAsync(
            Enumerable.Range(i, 1_000).Select(point => new FeaturePoint(Entity(point), of.Day(point, 1), of.Day(point, 1)))
                .ToAsyncEnumerable(),
            [.. Enumerable.Range(i, 5).Select(feature => _features[feature % _features.Length])]))),
        new(Goal.Training, "predictions of a day with their labels", Some, (context, i) =>
            DrainAsync(new PredictionRepository(context).StreamAsync<Domain.Predictions.AiGmPrediction>(of.Window(i, 1)))),
        new(Goal.Training, "datasets that use a feature", Many, (context, i) =>
            DrainAsync(new TrainingDatasetRepository(context).StreamByFeatureAsync(_features[i % _features.Length]))),
    ];

    private IEnumerable<MeasuredQuery> Experiments() =>
    [
        new(Goal.Experiment, "50 recent", Many, (context, _) => DrainAsync(new EvolutionRepository(context).StreamRecentAsync(50))),
        new(Goal.Experiment, "find one", Many, (context, i) => new EvolutionRepository(context).FindAsync(of.Experiment(i))),
        new(Goal.Experiment, "best so far over 100 generations", Many, (context, i) =>
            DrainAsync(new EvolutionRepository(context).StreamBestSoFarAsync(of.LongExperiment(i)))),
        new(Goal.Experiment, "stagnation over 100 generations", Many, (context, i) => new EvolutionRepository(context)
            .FindStagnationAsync(of.LongExperiment(i))),
        new(Goal.Experiment, "ancestors over 100 generations, of 2,000 individuals", Many, (context, i) =>
            DrainAsync(new EvolutionRepository(context).StreamAncestorsAsync(of.Descendant(i)))),
        new(Goal.Experiment, "descendants over 100 generations, of 2,000 individuals", Many, (context, i) =>
            DrainAsync(new EvolutionRepository(context).StreamDescendantsAsync(of.Ancestor(i)))),
        new(Goal.Experiment, "trials of an individual", Many,
            (context, i) => DrainAsync(new EvolutionRepository(context).StreamEvaluationsAsync(of.Ancestor(i)))),
        new(Goal.Experiment, "costs of one", Many, (context, i) =>
            DrainAsync(new LlmInteractionRepository(context).StreamCostsAsync(of.LongExperiment(i), of.Window(0, 30)))),
        new(Goal.Experiment, "v_experiment_progress of one", Many, (context, i) => RowsAsync(
            context, $"SELECT * FROM v_experiment_progress WHERE experiment_id = '{of.LongExperiment(i)}'")),
    ];

    private static LearningEvent Event(int i) =>
        LearningEvent.Record(
            "prediction.made", DateTimeOffset.UtcNow, new EventDetails { SubjectType = "resource", SubjectId = Entity(i) });

    private static MeasuredQuery View(string name, string sql) => new(Goal.Dashboard, name, Some, (context, _) => RowsAsync(context, sql));

    private static string Entity(int i) => $"resource/vm-{i * 17 % 500}";

    private static string Host(int i) => $"host-{1 + (i % 40):00}";

    private static string Metric(int i) => QueryParameters.Of((string[])["cpu.load", "requests", "latency.p95", "queue.length"], i);

    private DateOnly DateOf(int i, int daysBefore) => DateOnly.FromDateTime(of.Day(i, daysBefore).UtcDateTime);

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> rows)
    {
        await foreach (var _ in rows)
        {
        }
    }

    // As scripts and dashboards read: all columns of all rows arrive.
    private static async Task RowsAsync(MlOpsDbContext context, string sql)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync())
            reader.GetValues(values);
    }
}
