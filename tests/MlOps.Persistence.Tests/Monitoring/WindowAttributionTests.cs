using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

public class WindowAttributionTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Noon = Sample.Noon;

    // The window is the hour before noon, and the reference the hour before that.
    private static readonly ServiceMonitor Monitor = Build.ServiceMonitor(settings: new() { LookbackHours = 1, MinSample = 30 });

    private readonly FeatureSchema _schema = FeatureSchema.Define(
        "inputs", 1, Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("country"), FeatureDefinition.Number("income"));

    [Fact]
    public async Task The_result_is_that_of_the_mean_absolute_attributions_of_both_sides()
    {
        var random = new Random(7);
        double?[][] before = [.. Enumerable.Range(0, 60).Select(i => Draw(3, 2, 1))];
        double?[][] now = [.. Enumerable.Range(0, 50).Select(i => Draw(1, 3, 2))];
        (before[3][1], now[5][0], now[6][2]) = (null, double.NaN, double.NegativeInfinity);
        await StoreAsync([.. before.Select((values, i) => Predict(-120 + i, "shap", values))]);
        await StoreAsync([.. now.Select((values, i) => Predict(-55 + i, "shap", values))]);

        var (metric, run) = await EvaluateAsync();

        var (reference, current) = (Means(before), Means(now));
        double Gain(IEnumerable<int> order) => order.Select((feature, place) => reference[feature] / Math.Log(place + 2, 2)).Sum();
        var expected = 1 - (Gain([1, 2, 0]) / Gain([0, 1, 2]));
        Assert.Equal([2, 0, 1], new[] { 0, 1, 2 }.Select(feature => current.Count(other => other > current[feature])));
        Assert.Equal(expected, metric!.Statistic, 9);
        Assert.Equal(
            (DriftKind.Attribution, AttributionDrift.NdcgLoss, null, 60, 50, expected >= 0.1, run.Id),
            (metric.Kind, metric.MethodId, metric.FeatureName, (int)metric.ReferenceSize, (int)metric.CurrentSize, metric.Drifted,
                metric.MonitoringRunId!.Value));
        Assert.Equal(
            [$"shap country {current[1] / current.Sum():0.000000}"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', bins ->> 'attributionMethod', share ->> 'feature', round((share ->> 'current')::numeric, 6))
                FROM ml_drift_metrics, jsonb_array_elements(bins -> 'shares') AS share WHERE share ->> 'feature' = 'country'
                """));

        double?[] Draw(params double[] scales) => [.. scales.Select(scale => (double?)(scale * ((2 * random.NextDouble()) - 1)))];
    }

    [Fact]
    public async Task An_order_that_stays_is_no_drift_and_features_are_those_of_any_schema_by_their_names()
    {
        var other = FeatureSchema.Define("others", 1, Noon, FeatureDefinition.Number("income"), FeatureDefinition.Number("age"));
        await StoreAsync(Range(-110, 40, "shap", 3, 0.5, 1));
        await StoreAsync(
            Enumerable.Range(0, 40).Select(i => Prediction.ForService(
                "oracle", "answer", 0.5, Noon.AddMinutes(-50 + i),
                new PredictionDetails
                {
                    Features = FeatureVector.Of(other, [1, 2], []),
                    Attributions = new FeatureAttributions("shap", 0.1, 0.4),
                })),
            other);

        var (metric, _) = await EvaluateAsync();

        Assert.Equal((0, false), (metric!.Statistic, metric.Drifted));
    }

    [Fact]
    public async Task A_rule_of_the_monitor_sets_the_limit()
    {
        await StoreAsync(Range(-110, 40, "shap", 3, 2, 1));
        await StoreAsync(Range(-50, 40, "shap", 1, 2, 3));

        var (strict, _) = await EvaluateAsync();
        var (lenient, _) = await EvaluateAsync(Build.ServiceMonitor("lenient", settings: new()
        {
            LookbackHours = 1,
            MinSample = 30,
            Rules = [new MonitorRule(AttributionDrift.NdcgLoss, 0.5)],
        }));

        Assert.Equal((strict!.Statistic, true, false), (lenient!.Statistic, strict.Drifted, lenient.Drifted));
    }

    [Fact]
    public async Task Attributions_of_another_method_are_not_compared()
    {
        await StoreAsync(Range(-110, 40, "shap", 3, 2, 1));
        await StoreAsync(Range(-50, 40, "lime", 1, 2, 3));

        var (metric, _) = await EvaluateAsync(expectsUnjudged: ["attributions by lime", "attributions by shap"]);
        Assert.Null(metric);
    }

    [Fact]
    public async Task Too_few_predictions_with_attributions_are_not_judged()
    {
        await StoreAsync(Range(-110, 40, "shap", 3, 2, 1));
        await StoreAsync(Range(-50, 29, "shap", 1, 2, 3));

        var (metric, _) = await EvaluateAsync(expectsUnjudged: ["attributions by shap"]);
        Assert.Null(metric);
    }

    [Fact]
    public async Task Predictions_without_attributions_are_no_matter()
    {
        await StoreAsync(Range(-110, 40, null, 0, 0, 0));
        await StoreAsync(Range(-50, 40, null, 0, 0, 0));

        Assert.Null((await EvaluateAsync()).Metric);
    }

    [Fact]
    public async Task A_stored_result_is_verified_from_the_predictions()
    {
        await StoreAsync(Range(-110, 40, "shap", 3, 2, 1));
        await StoreAsync(Range(-50, 40, "shap", 1, 2, 3));
        var (metric, _) = await EvaluateAsync();
        await using var context = Database.CreateContext();
        var metrics = new DriftMetricRepository(context);
        Assert.Equal(DriftVerdict.Equal, (await metrics.VerifyAsync(metric!.Id)).Verdict);

        await StoreAsync(Range(-5, 1, "shap", 1, 2, 3));
        var changed = await metrics.VerifyAsync(metric.Id);
        Assert.Equal(DriftVerdict.RowsChanged, changed.Verdict);
        Assert.Contains("current data had 40 values, and has 41 now", changed.Reason, StringComparison.Ordinal);
    }

    private Task<(DriftMetric? Metric, MonitoringRun Run)> EvaluateAsync(params string[] expectsUnjudged) =>
        EvaluateAsync(Monitor, expectsUnjudged);

    private async Task<(DriftMetric? Metric, MonitoringRun Run)> EvaluateAsync(ServiceMonitor monitor, params string[] expectsUnjudged)
    {
        await using var context = Database.CreateContext();
        context.Add(monitor);
        var found = (await new WindowEvaluation(context, monitor, Noon).RunAsync(null, Noon, default))!;
        context.Add(found.Run);
        context.AddRange(found.Metrics);
        await context.SaveChangesAsync();
        Assert.Equal(
            expectsUnjudged,
            found.Unjudged.Select(feature => feature.Feature).Where(name => name.StartsWith("attributions", StringComparison.Ordinal)));
        return (found.Metrics.SingleOrDefault(metric => metric.Kind == DriftKind.Attribution), found.Run);
    }

    private static List<double> Means(double?[][] rows) =>
    [
        .. Enumerable.Range(0, 3).Select(feature => rows.Select(row => row[feature])
            .Where(value => value is { } number && double.IsFinite(number)).Average(value => Math.Abs(value!.Value))),
    ];

    private IEnumerable<Prediction> Range(int minute, int count, string? method, params double?[] values) =>
        Enumerable.Range(0, count).Select(i => Predict(minute + i, method, values));

    private Prediction Predict(int minute, string? method, double?[] values) => Prediction.ForService(
        "oracle",
        "answer",
        0.5,
        Noon.AddMinutes(minute),
        new PredictionDetails
        {
            Features = FeatureVector.Of(_schema, [1, 2], ["de"]),
            Attributions = method is null ? null : new FeatureAttributions(method, values),
        });

    private async Task StoreAsync(IEnumerable<Prediction> predictions, FeatureSchema? schema = null)
    {
        await using var context = Database.CreateContext();
        schema ??= await context.FeatureSchemas.AnyAsync() ? null : _schema;
        if (schema is not null)
        {
            context.Add(schema);
            await context.SaveChangesAsync();
        }

        await context.BulkInsertAsync(predictions);
    }
}
