using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

public class WindowPerformanceTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly MonitorSettings Hourly =
        new() { LookbackHours = 1, MinSample = 20, SegmentFeature = "country", DecisionThreshold = 0.5 };

    // Two of three predictions are of fr, and one is of de. Each score is 0.9 or 0.2.
    private static double Score(int minute) => minute % 2 == 0 ? 0.9 : 0.2;

    [Fact]
    public async Task What_the_labels_say_is_measured_for_all_predictions_and_for_each_segment()
    {
        // Every prediction of de is positive, and no other one.
        await EvaluateAsync(row => row.Categories![0] == "de" ? 1 : 0);

        Assert.Equal(
            [
                // 10 of 20 in de are found, and 20 of 40 in fr are found wrongly.
                "accuracy - 0.5 60", "accuracy country de 0.5 20", "accuracy country fr 0.5 40", "recall - 0.5 60",
                "recall country de 0.5 20",
            ],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', metric, coalesce(segment_feature, '-'), segment_name, value, sample_count) FROM ml_performance_metrics
                WHERE NOT is_estimate AND metric IN ('accuracy', 'recall') AND segment_feature IS DISTINCT FROM 'model_version' ORDER BY 1
                """));
    }

    [Fact]
    public async Task Without_labels_the_scores_lead_to_an_estimate_that_is_marked()
    {
        await EvaluateAsync(_ => null);

        // 30 scores of 0.9 and 30 of 0.2: 27 true and 3 false positives, and 6 false negatives.
        Assert.Equal(
            ["accuracy 0.85", "brier 0.125", "f1 0.857142857", "precision 0.9", "recall 0.818181818"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', metric, trim_scale(round(value::numeric, 9))) FROM ml_performance_metrics
                WHERE is_estimate AND segment_feature IS NULL ORDER BY 1
                """));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_performance_metrics WHERE NOT is_estimate"));
    }

    [Fact]
    public async Task Each_version_has_numbers_of_its_own()
    {
        await EvaluateAsync(_ => 1);

        Assert.Equal(
            ["all 0.5 60", "missing 0.5 60"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', coalesce(segment_kind, 'all'), value, sample_count) FROM ml_performance_metrics
                WHERE metric = 'accuracy' AND NOT is_estimate AND segment_feature IS DISTINCT FROM 'country' ORDER BY 1
                """));
    }

    [Fact]
    public async Task The_performance_of_a_service_over_time_has_neither_segments_nor_estimates()
    {
        await EvaluateAsync(_ => 1);
        await using var context = Database.CreateContext();

        var accuracy = await new PerformanceMetricRepository(context)
            .StreamAsync("oracle", "accuracy", new(Sample.Noon.AddDays(-1), Sample.Noon)).ToListAsync();

        Assert.Equal((0.5, 60L), (Assert.Single(accuracy).Value, accuracy[0].SampleCount));
    }

    private async Task EvaluateAsync(Func<Prediction, double?> label)
    {
        await new WatchedService(Database) { Score = Score }.StoreAsync(1, 1);
        await using var context = Database.CreateContext();
        var labels = (await context.Predictions.ToListAsync())
            .Where(row => label(row) is not null).Select(row => new Label(row.Id, label(row)!.Value, Sample.Noon));
        await new PredictionRepository(context).BulkLabelAsync(labels);
        await new MonitorRepository(context).StartAsync(Build.ServiceMonitor(settings: Hourly), Sample.Noon, Sample.Noon);
        var runs = await new JobRunner(tenant => Database.CreateContext(tenant)).RunDueAsync(Sample.Noon.AddMinutes(5));
        Assert.All(runs, run => Assert.Null(run.Error));
    }
}
