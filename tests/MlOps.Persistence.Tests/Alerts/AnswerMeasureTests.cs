using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Tests.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>Errors, accuracy, drift and quality.</summary>
public class AnswerMeasureTests(TestDatabase database) : MeasureTest(database)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(0.7, 1, 0)]
    [InlineData(0.5, 1, 0)]
    [InlineData(0.49, 1, 1)]
    [InlineData(0.5, 0, 1)]
    [InlineData(0.1, 0, 0)]
    [InlineData(12, 10, 0.2)]
    [InlineData(-30, 10, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(0.75, 0.5, 0.5)]
    [InlineData(-2, -2, 0)]
    public async Task An_answer_is_wrong_by_its_side_of_a_half_or_else_by_its_error_beside_the_label(
        double answer, double label, double wrong)
    {
        await StoreAsync(Labelled("oracle", 30, _ => (answer, label)));

        Assert.Equal(wrong, Assert.Single(await MeasureAsync(AlertMetrics.ErrorRate)).Value!.Value, 12);
    }

    [Fact]
    public async Task The_error_of_each_service_is_the_mean_of_its_labelled_predictions_in_the_window()
    {
        await StoreAsync(
        [
            .. Labelled("oracle", 40, i => (i % 4 == 0 ? 0.9 : 0.1, 0)),
            .. Labelled("oracle", 40, _ => (0.9, 0), At(-90)),
            .. Labelled("search", 29, _ => (0.9, 0)),
            Build.Prediction("search", 0.5, At(-1)), Build.Prediction("silent", 0.5, At(-1)),
        ]);
        await StoreForAnotherAsync(Labelled("oracle", 40, _ => (0.9, 0)));

        var all = await MeasureAsync(AlertMetrics.ErrorRate);

        Assert.Equal(["oracle 0.25", "search ", "silent "], all.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Contains("25%, by the 40 labelled predictions", all[0].Observation, StringComparison.Ordinal);
        Assert.Contains("29 predictions of service 'search'", all[1].MissingReason, StringComparison.Ordinal);
        Assert.Single(await MeasureAsync(AlertMetrics.ErrorRate, service: "oracle"));
        Assert.Equal("", Assert.Single(await MeasureAsync(AlertMetrics.ErrorRate, At(600))).Subject);
    }

    [Fact]
    public async Task Accuracy_is_compared_with_the_baseline_of_the_model()
    {
        var (model, other, bare) = (Build.Model(), Build.Model("churn"), Build.Model("bare"));
        foreach (var one in (Domain.Registry.Model[])[model, other])
            one.SetBaseline(new MetricSet([new("accuracy", 0.8)]), Sample.Noon);

        var version = Build.ModelVersion(model);
        await StoreAsync(model, other, bare, version);
        await StoreAsync(
        [
            .. Labelled("oracle", 40, i => (i % 2 == 0 ? 0.9 : 0.1, 0), details: new PredictionDetails { ModelVersionId = version.Id }),
            .. Labelled("oracle", 40, _ => (0.1, 0)),
        ]);

        var all = (await MeasureAsync(AlertMetrics.AccuracyDrop)).OrderBy(one => one.Subject, StringComparer.Ordinal).ToList();

        Assert.Equal(["churn", "credit-risk"], all.Select(one => one.Subject));
        Assert.Equal(0.375, all[1].Value!.Value, 12);
        Assert.Contains(
            "is 50%, by 40 labelled predictions, and that of its baseline is 80%", all[1].Observation, StringComparison.Ordinal);
        Assert.Contains("0 predictions of registered versions of model 'churn'", all[0].MissingReason, StringComparison.Ordinal);
        Assert.Single(await MeasureAsync(AlertMetrics.AccuracyDrop, model: "credit-risk"));
        Assert.Contains(
            "No model has a baseline", Assert.Single(await MeasureAsync(AlertMetrics.AccuracyDrop, model: "bare")).MissingReason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_is_that_of_the_newest_window_of_each_monitor()
    {
        var (monitor, idle, small) = (Build.ServiceMonitor(), Build.ServiceMonitor("idle"), Build.ServiceMonitor("small", "search"));
        MonitoringFindings Found(int predictions, double ratio) => new() { NumPredictions = predictions, FeatureDriftRatio = ratio };
        await StoreAsync(
            monitor, idle, small,
            WatchedRun.Of(monitor, At(-120), 1, Found(1000, 0.9), At(-115)),
            WatchedRun.Of(monitor, At(-60), 1, Found(1000, 0.4), At(-55)),
            WatchedRun.Of(small, At(-60), 1, Found(99, 0), At(-55)));

        var all = await MeasureAsync(AlertMetrics.FeatureDriftRatio, window: Day);

        Assert.Equal(["idle ", "oracle hourly 0.4", "small "], all.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Contains("evaluated no window", all[0].MissingReason, StringComparison.Ordinal);
        Assert.Contains("has 99 predictions", all[2].MissingReason, StringComparison.Ordinal);
        Assert.Contains(
            "ended at 2026-03-01 11:00:00Z", (await MeasureAsync(AlertMetrics.FeatureDriftRatio, At(126)))[1].MissingReason,
            StringComparison.Ordinal);
        Assert.Equal("small", Assert.Single(await MeasureAsync(AlertMetrics.FeatureDriftRatio, service: "search")).Subject);
    }

    [Fact]
    public async Task Quality_is_the_score_of_each_table()
    {
        Assert.Contains("No check of data quality", Assert.Single(await MeasureAsync(AlertMetrics.QualityScore)).MissingReason,
            StringComparison.Ordinal);
        var (check, other) = (Build.DataQualityCheck(), Build.DataQualityCheck());
        await StoreAsync(check, Build.DataQualityResult(check));
        await StoreForAnotherAsync(other, Build.DataQualityResult(other));

        var measured = Assert.Single(await MeasureAsync(AlertMetrics.QualityScore));

        Assert.Equal((check.TableName, Build.DataQualityResult(check).Score), (measured.Subject, measured.Value));
    }

    private static Entity[] Labelled(
        string service,
        int count,
        Func<int, (double Answer, double Label)> find,
        DateTimeOffset? until = null,
        PredictionDetails? details = null) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var prediction = Prediction.ForService(service, "score", find(i).Answer, (until ?? At(0)).AddSeconds(-1 - i), details);
            prediction.RecordLabel(find(i).Label, Sample.Noon);
            return prediction;
        }),
    ];
}
