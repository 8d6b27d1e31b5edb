using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Tests.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>Features, autoencoders and the time of inference.</summary>
public class ModelMeasureTests(TestDatabase database) : MeasureTest(database)
{
    private readonly Feature _age = Build.Feature("age");
    private readonly Feature _income = Build.Feature("income");

    [Fact]
    public async Task A_feature_is_as_good_as_the_lower_of_its_two_scores()
    {
        await StoreAsync(
            _age, _income, Build.Feature("unscored"), Value(_age, -1, 1, 0.5), Value(_age, -2, 0.9, 0.9), Value(_age, -61, 0, 0),
            Value(_income, -1, 0.8, null), Value(_income, -2, null, null));

        var all = await MeasureAsync(AlertMetrics.FeatureQuality);

        Assert.Equal(["age 0.7", "income 0.8"], all.Select(one => $"{one.Subject} {Math.Round(one.Value!.Value, 9)}"));
        Assert.Equal(
            "The values of feature 'age' have a mean quality score of 95% and a mean completeness score of 70%.", all[0].Observation);
        Assert.Contains("80% and no completeness score", all[1].Observation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_feature_has_a_score_the_rule_says_so_and_one_that_had_one_stays_known()
    {
        await StoreAsync(_age, _income, Value(_age, -1, null, null));
        Assert.StartsWith("No feature has a score", Assert.Single(await MeasureAsync(AlertMetrics.FeatureQuality)).MissingReason,
            StringComparison.Ordinal);

        var rule = await RememberAsync(AlertMetrics.FeatureQuality, null, "income", "deleted");
        var missing = Assert.Single(await MeasureAsync(rule));
        Assert.Equal(
            ("income", "No value of feature 'income' of the last 60 minutes has a score."), (missing.Subject, missing.MissingReason));
    }

    [Fact]
    public async Task A_model_has_the_newest_error_of_its_autoencoder()
    {
        Assert.StartsWith("No reconstruction error was stored", Assert.Single(await MeasureAsync(AlertMetrics.VaeReconstructionError))
            .MissingReason, StringComparison.Ordinal);
        await StoreAsync(
            Error("policy", null, 0.5, -20), Error("policy", null, 2.5, -10), Error("policy", "cpu", 0.1, -5), Error("other", null, 9, -61),
            Build.DriftMetric(at: At(-1)));
        await StoreForAnotherAsync(Error("policy", null, 7, -1));
        var rule = await RememberAsync(AlertMetrics.VaeReconstructionError, null, "other", "policy");

        var all = await MeasureAsync(rule);

        Assert.Equal(["other ", "policy 2.5", "policy: cpu 0.1"], all.Select(one => $"{one.Subject} {one.Value}").Order());
    }

    [Fact]
    public async Task A_monitor_has_the_attributions_of_its_newest_window_by_each_method()
    {
        Assert.StartsWith("No monitor has compared attributions", Assert.Single(await MeasureAsync(AlertMetrics.AttributionDrift))
            .MissingReason, StringComparison.Ordinal);
        var (monitor, other) = (Build.ServiceMonitor(), Build.ServiceMonitor("other", "search"));
        var enough = new MonitoringFindings { NumPredictions = 1000 };
        var (old, newest) = (WatchedRun.Of(monitor, At(-120), 1, enough, At(-115)), WatchedRun.Of(monitor, At(-60), 1, enough, At(-55)));
        var ofOther = WatchedRun.Of(other, At(-60), 1, enough, At(-55));
        await StoreAsync(
            monitor, other, old, newest, ofOther, Attribution(old, "shap", 0.9), Attribution(newest, "shap", 0.3),
            Attribution(newest, "lime", 0.02), Build.DriftMetric(at: At(-1)));
        var rule = await RememberAsync(AlertMetrics.AttributionDrift, null, "other: shap", "oracle hourly: shap");

        var all = await MeasureAsync(rule);

        Assert.Equal(
            ["oracle hourly: lime 0.02", "oracle hourly: shap 0.3", "other: shap "],
            all.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Contains("the NDCG has lost 0.3", all[1].Observation, StringComparison.Ordinal);
        Assert.Contains("mlops drift show", all[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_monitor_whose_job_is_disabled_is_not_measured()
    {
        var (running, stopped) = (Build.ServiceMonitor(), Build.ServiceMonitor("stopped"));
        var enough = new MonitoringFindings { NumPredictions = 1000, FeatureDriftRatio = 0.75 };
        Job[] jobs = [Job.Watch(running, Sample.Noon, Sample.Noon), Job.Watch(stopped, Sample.Noon, Sample.Noon)];
        var ofStopped = WatchedRun.Of(stopped, At(-60), 1, enough, At(-55));
        await StoreAsync(
            running, stopped, jobs[0], jobs[1], WatchedRun.Of(running, At(-60), 1, enough, At(-55)), ofStopped,
            Attribution(ofStopped, "shap", 0.9));
        var attributions = await RememberAsync(AlertMetrics.AttributionDrift, null, "stopped: shap");
        Assert.Equal(["oracle hourly", "stopped"], (await MeasureAsync(AlertMetrics.FeatureDriftRatio)).Select(one => one.Subject));
        Assert.Equal(["stopped: shap"], (await MeasureAsync(attributions)).Select(one => one.Subject));

        await using var context = Database.CreateContext();
        await new JobRepository(context).SetEnabledAsync(jobs[1].Name, false, Sample.Noon);

        Assert.Equal(["oracle hourly"], (await MeasureAsync(AlertMetrics.FeatureDriftRatio)).Select(one => one.Subject));
        Assert.Equal([""], (await MeasureAsync(attributions)).Select(one => one.Subject));
    }

    [Fact]
    public async Task A_rule_knows_the_subjects_that_it_had_itself_and_none_of_another_rule()
    {
        await RememberAsync(AlertMetrics.VaeReconstructionError, null, "policy", "other");
        var rule = await RememberAsync(AlertMetrics.VaeReconstructionError, "other", "other");

        Assert.Equal(["other"], (await MeasureAsync(rule)).Select(one => one.Subject));
    }

    [Fact]
    public async Task The_time_of_inference_is_that_within_which_95_of_100_predictions_were_made()
    {
        await StoreAsync(
        [
            .. Enumerable.Range(1, 101).Select(i => Predict("fast", i)), .. Enumerable.Range(1, 40).Select(_ => Predict("fast", null)),
            .. Enumerable.Range(1, 29).Select(_ => Predict("rare", 500)), Predict("silent", null),
            .. Enumerable.Range(1, 99).Select(_ => Predict("fast", 900, -61)),
        ]);
        await StoreForAnotherAsync([.. Enumerable.Range(1, 200).Select(_ => Predict("fast", 800))]);

        var all = await MeasureAsync(AlertMetrics.InferenceTimeMs);

        Assert.Equal(["fast 96", "rare ", "silent "], all.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Contains("took more than 96 ms, by the 101 of", all[0].Observation, StringComparison.Ordinal);
        Assert.Contains("29 predictions of service 'rare'", all[1].MissingReason, StringComparison.Ordinal);
        Assert.Contains("Service 'silent' stores no inference time", all[2].MissingReason, StringComparison.Ordinal);
        Assert.Equal("fast", Assert.Single(await MeasureAsync(AlertMetrics.InferenceTimeMs, service: "fast")).Subject);
        Assert.Contains("There was no prediction", Assert.Single(await MeasureAsync(AlertMetrics.InferenceTimeMs, At(600))).MissingReason,
            StringComparison.Ordinal);
    }

    private static FeatureValue Value(Feature feature, double minutes, double? quality, double? completeness) => FeatureValue.Record(
        feature.Name, feature.Kind, "customer-1", Json.Parse("1"), At(minutes), At(minutes), quality, completeness);

    private static DriftMetric Error(string model, string? feature, double error, double minutes) => DriftMetric.Measure(
        model,
        feature,
        DriftKind.Data,
        new DriftResult("vae", 0.02) { VaeReconstructionError = error },
        DriftThreshold.StatisticAtLeast(0.1, 0.25),
        new DriftSample(new TimeWindow(Sample.Noon.AddDays(-2), Sample.Noon.AddDays(-1)), 100),
        new DriftSample(new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon), 100),
        At(minutes));

    private static DriftMetric Attribution(MonitoringRun run, string method, double loss) => DriftMetric.Measure(
        "policy",
        null,
        DriftKind.Attribution,
        new DriftResult(AttributionDrift.NdcgLoss, loss)
        {
            Bins = Json.From(new { AttributionMethod = method, Shares = Array.Empty<int>() }),
        },
        DriftThreshold.StatisticAtLeast(0.1),
        new DriftSample(new TimeWindow(Sample.Noon.AddDays(-2), Sample.Noon.AddDays(-1)), 100),
        new DriftSample(new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon), 100),
        At(-1),
        monitoringRunId: run.Id);

    private static Prediction Predict(string service, double? milliseconds, double minutes = -1) => Prediction.ForService(
        service, "answer", 1, At(minutes), new PredictionDetails { InferenceTimeMs = milliseconds });

    private async Task<AlertRule> RememberAsync(string metric, string? model, params string[] subjects)
    {
        var rule = AlertRule.Define(
            $"known {model}", metric, AlertCondition.Above, 1, TimeSpan.FromHours(1), AlertLevel.Warning, Sample.Noon, model);
        await StoreAsync([rule, .. subjects.Select(subject => AlertState.Measure(rule, subject, 0, Sample.Noon))]);
        return rule;
    }
}
