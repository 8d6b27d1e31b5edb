using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

public class MonitorWorkTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly MonitorSettings Hourly = new() { LookbackHours = 1, MinSample = 30 };

    [Fact]
    public async Task A_window_has_the_numbers_that_its_predictions_give()
    {
        await new WatchedService(Database) { Score = minute => minute < 60 ? 0 : (minute % 4) / 4.0 }.StoreAsync(2, 2);
        await WatchAsync(Hourly with { Delay = TimeSpan.Zero });

        await RunAsync(Sample.Noon);

        await using var context = Database.CreateContext();
        var run = await context.MonitoringRuns.SingleAsync();
        Assert.Equal((Sample.Noon, 1, 1, 60), (run.Timestamp, run.LookbackHours, run.Revision, run.NumPredictions));
        Assert.Equal((0.5, 0.375), (run.PositiveRate, run.ProbabilityMean));
        Assert.Equal(Math.Sqrt(0.078125), run.ProbabilityStd!.Value, 12);
        var quarter = -((0.25 * Math.Log2(0.25)) + (0.75 * Math.Log2(0.75)));
        Assert.Equal((quarter + 1 + quarter) / 4, run.Entropy!.Value, 12);
    }

    [Fact]
    public async Task Drift_is_that_of_the_window_beside_its_reference()
    {
        double? Age(int minute) => minute < 60 ? minute * 37 % 101 : (minute * 37 % 101) + 40;
        string? Country(int minute) => minute < 60 || minute % 2 == 0 ? "de" : "fr";
        await new WatchedService(Database) { Age = Age, Country = Country }.StoreAsync(2, 2);
        await WatchAsync(Hourly);

        await RunAsync(Sample.Noon.AddMinutes(5));

        var (age, country) = (
            NumberDrift.Measure(
                DriftMethods.PsiSturges,
                NumberSample.FromValues(Enumerable.Range(0, 60).Select(Age)),
                NumberSample.FromValues(Enumerable.Range(60, 60).Select(Age))),
            CategoryDrift.Measure(
                DriftMethods.PsiCategories,
                CategorySample.FromValues(Enumerable.Range(0, 60).Select(Country)),
                CategorySample.FromValues(Enumerable.Range(60, 60).Select(Country))));
        await using var context = Database.CreateContext();
        var metrics = await context.DriftMetrics.OrderBy(metric => metric.FeatureName).ToListAsync();
        Assert.Equal(["age psi_sturges", "country psi_categories"], metrics.Select(metric => $"{metric.FeatureName} {metric.MethodId}"));
        Assert.Equal(age.Statistic!.Value, metrics[0].Statistic, 9);
        Assert.Equal(country.Statistic!.Value, metrics[1].Statistic, 9);
        var run = await context.MonitoringRuns.SingleAsync();
        Assert.Equal((2, 1, true), (run.NumDriftedFeatures, run.FeatureDriftRatio, run.DatasetDriftDetected));
        Assert.All(metrics, metric => Assert.Equal(run.Id, metric.MonitoringRunId));
        Assert.Equal(
            DriftVerdict.Equal, (await new DriftMetricRepository(context).VerifyAsync(metrics[0].Id)).Verdict);
    }

    [Fact]
    public async Task Half_of_the_features_are_not_enough_for_the_drift_of_a_dataset()
    {
        await new WatchedService(Database) { Age = minute => minute }.StoreAsync(2, 2);
        await WatchAsync(Hourly);

        await RunAsync(Sample.Noon.AddMinutes(5));

        Assert.Equal(
            ["1 0.5 false"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', num_drifted_features, feature_drift_ratio, dataset_drift_detected::text) FROM monitoring_metrics"));
    }

    [Fact]
    public async Task After_a_time_without_runs_each_window_is_evaluated_once_the_oldest_first()
    {
        await new WatchedService(Database).StoreAsync(6, 6);
        await WatchAsync(Hourly, from: Sample.Noon.AddHours(-4));

        var runs = await RunAsync(Sample.Noon.AddMinutes(5));

        Assert.Equal([-4, -3, -2, -1, 0], runs.Select(run => (run.DueAt.AddMinutes(-5) - Sample.Noon).Hours));
        Assert.Equal(5, await Database.ScalarAsync<long>("SELECT count(DISTINCT timestamp) FROM monitoring_metrics WHERE revision = 1"));
        Assert.Equal(10, await Database.CountAsync("ml_drift_metrics"));
        Assert.Empty(await RunAsync(Sample.Noon.AddMinutes(64)));
    }

    [Fact]
    public async Task A_window_with_too_few_predictions_is_recorded_and_not_judged()
    {
        await new WatchedService(Database).StoreAsync(2, 2);
        await WatchAsync(Hourly with { MinSample = 61 });

        Assert.Null(Assert.Single(await RunAsync(Sample.Noon.AddMinutes(5))).Error);

        Assert.Equal(
            ["60 0 false"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', num_predictions, num_drifted_features, dataset_drift_detected::text) FROM monitoring_metrics"));
        Assert.Equal(0, await Database.CountAsync("ml_drift_metrics"));
    }

    [Fact]
    public async Task Segments_are_judged_beside_the_whole_and_small_ones_are_not()
    {
        await new WatchedService(Database).StoreAsync(2, 2);
        await WatchAsync(Hourly with { SegmentFeature = "country", Features = ["age"] });

        await RunAsync(Sample.Noon.AddMinutes(5));

        // 40 of the 60 predictions are of fr, and 20 of de.
        Assert.Equal(
            ["age", "age country fr"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', feature_name, segment_feature, segment_name) FROM ml_drift_metrics " +
                "ORDER BY segment_name NULLS FIRST"));
    }

    [Fact]
    public async Task Each_feature_is_judged_by_its_own_rule()
    {
        await new WatchedService(Database).StoreAsync(2, 2);
        await WatchAsync(Hourly with
        {
            Rules =
            [
                new MonitorRule(DriftMethods.KsAsymp, 0.01, feature: "age"),
                new MonitorRule(DriftMethods.PsiEdges, 0.2, feature: "predicted_value", edges: [0.25, 0.5, 0.75]),
                new MonitorRule(DriftMethods.ChiSquare, 0.01),
            ],
        });

        await RunAsync(Sample.Noon.AddMinutes(5));

        Assert.Equal(
            ["age ks_asymp 0.01", "country chi_square 0.01", "predicted_value psi_edges 0.2"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', feature_name, method_id, threshold) FROM ml_drift_metrics ORDER BY feature_name"));
    }

    [Fact]
    public async Task A_reference_can_be_one_window_for_good()
    {
        await new WatchedService(Database).StoreAsync(30, 30);
        var training = new Domain.TimeWindow(Sample.Noon.AddHours(-30), Sample.Noon.AddHours(-6));
        await WatchAsync(Hourly with { Reference = MonitorReference.Fixed(training) }, Sample.Noon.AddHours(-1));

        await RunAsync(Sample.Noon.AddMinutes(5));

        Assert.Equal(
            ["1 day 1440"],
            await Database.ColumnAsync(
                "SELECT DISTINCT concat_ws(' ', (reference_end - reference_start)::text, reference_size) FROM ml_drift_metrics"));
    }

    [Fact]
    public async Task The_predictions_of_another_tenant_and_of_another_service_do_not_count()
    {
        var other = Guid.CreateVersion7(Sample.Noon);
        await new WatchedService(Database).StoreAsync(2, 2);
        await new WatchedService(Database) { Age = _ => 1e9 }.StoreAsync(2, 2, other);
        await new WatchedService(Database, "search") { Age = _ => -1e9 }.StoreAsync(2, 2);
        await WatchAsync(Hourly);

        await RunAsync(Sample.Noon.AddMinutes(5));

        Assert.Equal(["60 60"], await Database.ColumnAsync(
            "SELECT DISTINCT concat_ws(' ', reference_size, current_size) FROM ml_drift_metrics"));
    }

    [Fact]
    public async Task A_second_monitor_of_the_same_name_is_refused()
    {
        await WatchAsync(Hourly);

        var refusal = await Assert.ThrowsAsync<MlOpsException>(() => WatchAsync(Hourly));

        Assert.Equal(MlOpsError.Conflict, refusal.Error);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_jobs WHERE kind = 'monitor'"));
    }

    private async Task WatchAsync(MonitorSettings settings, DateTimeOffset? from = null)
    {
        await using var context = Database.CreateContext();
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(settings: settings), from ?? Sample.Noon, Sample.Noon);
    }

    // LateRowTests are about the other job of a tenant with monitors.
    private async Task<List<FinishedJob>> RunAsync(DateTimeOffset now) =>
        [.. (await new JobRunner(tenant => Database.CreateContext(tenant)).RunDueAsync(now)).Where(run => run.Job != "late rows")];
}
