using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>
/// What is in the way: a quiet model of the same tenant, and another tenant with the same names. All their numbers are others.
/// </summary>
internal sealed class YearNeighbours(TestDatabase database)
{
    public const string QuietModel = "ranking";

    public static readonly Guid OtherTenant = Guid.CreateVersion7(YearScript.Start);

    /// <summary>The tables of which both tenants have rows.</summary>
    public static readonly IReadOnlyList<string> Tables =
    [
        "ml_models", "model_versions", "model_stage_transitions", "ml_serving_periods", "model_aliases", "ml_predictions",
        "ml_shadow_scores", "ml_monitors", "monitoring_metrics", "ml_drift_metrics", "ml_performance_metrics", "ml_alert_rules",
        "ml_alerts", "ml_alert_deliveries", "retraining_decisions", "ml_retraining_policies", "ml_retraining_requests",
        "ml_retraining_deliveries",
    ];

    /// <summary>Stores all rows of both, and returns the version of the quiet model that serves.</summary>
    public async Task<YearVersion> StoreAsync()
    {
        await StoreOtherTenantAsync();
        await using var context = database.CreateContext();
        var version = await StoreModelAsync(context, QuietModel, 1);
        var rule = AlertRule.Define(
            "of an application", "of_an_application", AlertCondition.Above, 1, TimeSpan.FromHours(1), AlertLevel.Warning, YearScript.Start);
        context.AddRange(rule, Build.Alert(rule, 2, YearScript.Start));
        await context.SaveChangesAsync();
        return new YearVersion(version[0].Version, version[0].Id, _ => 0.99);
    }

    /// <summary>A hash of all rows that the other tenant has in each table, but for the times that pass.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HashOtherTenantAsync()
    {
        var hashes = new Dictionary<string, string>();
        foreach (var table in await database.ColumnAsync(
            """
            SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.column_name = 'tenant_id' AND c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
            """))
        {
            hashes[table] = await database.ScalarAsync<string>(
                $"""
                SELECT concat(count(*), ' ', md5(string_agg(line, ',' ORDER BY line)))
                FROM (SELECT (to_jsonb(t) - 'received_at' - 'label_received_at')::text AS line FROM "{table}" t
                    WHERE tenant_id = '{OtherTenant}') AS lines
                """);
        }

        Assert.All(Tables, table => Assert.NotEqual("0", hashes[table].Split(' ')[0]));
        return hashes;
    }

    // A model with a version that serves, a request, and a rejection.
    private static async Task<ModelVersion[]> StoreModelAsync(MlOpsDbContext context, string name, int versions)
    {
        var model = Build.Model(name, YearScript.Start);
        ModelVersion[] stored = [.. Enumerable.Range(1, versions).Select(i => Build.ModelVersion(model, $"{i}", at: YearScript.Start))];
        context.Add(model);
        context.AddRange(stored);
        context.Add(Build.RetrainingRequest(name, at: YearScript.Start));
        context.Add(Build.RetrainingDecision(["It is no better."], new DecisionEvidence { ModelName = name }, YearScript.Start));
        await context.SaveChangesAsync();
        await new ModelVersionRepository(context).PromoteAsync(name, "1", new StageChange("eve", "It is ours.", YearScript.Start));
        return stored;
    }

    private async Task StoreOtherTenantAsync()
    {
        await using var context = database.CreateContext(OtherTenant);
        var versions = await StoreModelAsync(context, YearPeople.ModelName, 4);
        var schema = FeatureSchema.Define("oracle inputs", 1, YearScript.Start, FeatureDefinition.Number("age"));
        var monitor = ServiceMonitor.Define(
            YearJobs.Winter, YearPeople.ModelName, YearService.Name, YearScript.Start, YearScript.BesideWinter);
        var rule = DefaultAlertRules.Create(YearScript.Start).Single(rule => rule.Name == YearJobs.DriftRule);
        var (alert, request) = (Build.Alert(rule, 0.9, YearScript.Start), Build.RetrainingRequest(QuietModel, at: YearScript.Start));
        context.AddRange(schema, monitor, rule, alert, request, Build.Model(QuietModel, YearScript.Start));
        context.Add(RetrainingPolicy.Define(YearPeople.ModelName, YearScript.Thresholds, "eve", YearScript.Start, YearPeople.ModelName));
        context.AddRange(
            Build.AlertDelivery(alert, "list", YearScript.Start), Build.RetrainingDelivery(request, "list", YearScript.Start));
        context.Add(Build.DriftMetric(at: YearScript.Start));
        context.Add(Build.PerformanceMetric(YearService.Name, at: YearScript.Start));
        context.AddRange(Enumerable.Range(1, YearScript.Weeks).Select(week => MonitoringRun.Record(
            monitor, YearScript.Week(week), 1, new MonitoringFindings { FeatureDriftRatio = 1, DatasetDriftDetected = true }, 0,
            new WindowHashes(1, 2, 3), YearScript.Week(week))));
        await context.SaveChangesAsync();
        Prediction[] predictions = [.. Enumerable.Range(0, YearScript.Weeks * 7).Select(day => Predict(schema, versions[0], day))];
        await context.BulkInsertAsync(predictions);
        await context.BulkInsertAsync(predictions.Select(row => Build.ShadowScore(row, versions[2], 0.01, row.CreatedAt)));
    }

    private static Prediction Predict(FeatureSchema schema, ModelVersion version, int day)
    {
        var prediction = Prediction.ForService(YearService.Name, "answer", 0.99, YearScript.Start.AddDays(day), new PredictionDetails
        {
            Features = FeatureVector.Of(schema, [1e6], []),
            ModelVersion = version.Version,
            ModelVersionId = version.Id,
            Context = Json.From(new { channel = "web" }),
        });
        prediction.RecordLabel(0, prediction.CreatedAt);
        return prediction;
    }
}
