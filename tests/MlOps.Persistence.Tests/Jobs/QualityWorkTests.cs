using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

[StandardNames("It compares the names of tables and columns.")]
public class QualityWorkTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Midnight = Sample.Noon.AddHours(12);

    [Fact]
    public async Task Without_rows_all_checks_pass()
    {
        await StoreAsync();
        await RunAsync();
        Assert.Equal([("ml_feature_store", 1.0, 2), ("ml_predictions", 1.0, 3)], await ScoresAsync());
        Assert.Equal(
            ["5 0 0"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', outcome->>'checks', outcome->>'failed', outcome->>'failedRows') FROM ml_job_runs"));
    }

    [Fact]
    public async Task Rows_of_the_day_before_that_are_bad_lower_the_score_and_fire_the_rule()
    {
        var feature = Build.Feature();
        var early = Predict("r3", 3);
        early.RecordLabel(1, Sample.Noon.AddHours(-5));
        await StoreAsync(
            feature, Predict("r1", 0), Predict("r1", 1), Predict("r2", 2), early, Predict("r1", -25),
            Value(feature, "a", 0.5, 1), Value(feature, "b", 0.95, 1), Value(feature, "b", 0.95, 1), Value(feature, "c", null, 0.8));
        await RunAsync();

        Assert.Equal(
            ["completeness 2 2", "in order 4 1", "schema 4 0", "unique 3 1", "unique 3 1"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', substring(c.name FROM 'completeness|in order|unique|schema'), r.passed_rows, r.failed_rows)
                FROM data_quality_results r JOIN data_quality_checks c ON c.id = r.check_id ORDER BY 1
                """));
        Assert.Equal(
            [(DefaultAlertRules.LowQuality, "ml_feature_store"), (DefaultAlertRules.LowQuality, "ml_predictions")],
            (await AlertsAsync()).Select(alert => (alert.Rule!.Name, alert.Subject)).Order());
    }

    [Fact]
    public async Task A_threshold_that_somebody_changed_stays()
    {
        await StoreAsync(Predict("r1", 0), Predict("r1", 1));
        await RunAsync();
        await Database.ExecuteAsync("UPDATE data_quality_checks SET threshold = 0.25");
        await Database.ExecuteAsync("UPDATE ml_jobs SET next_due_at = next_due_at - interval '1 day'");

        await RunAsync();

        Assert.Equal(["0.25"], await Database.ColumnAsync("SELECT DISTINCT threshold::text FROM data_quality_checks"));
    }

    private static OraclePrediction Predict(string request, int hours) => Build.OraclePrediction(
        at: Sample.Noon.AddHours(hours), details: new PredictionDetails { RequestId = request });

    private static FeatureValue Value(Feature feature, string entity, double? quality, double? completeness) => FeatureValue.Record(
        feature.Name, feature.Kind, entity, Json.Parse("1"), Sample.Noon, Sample.Noon, quality, completeness);

    private async Task<List<(string, double, int)>> ScoresAsync()
    {
        await using var context = Database.CreateContext();
        return await new DataQualityRepository(context).StreamScoresAsync()
            .OrderBy(score => score.TableName).Select(score => ValueTuple.Create(score.TableName, score.Score, score.Checks)).ToListAsync();
    }

    private async Task<List<Alert>> AlertsAsync()
    {
        await using var context = Database.CreateContext();
        return await context.Alerts.Include(alert => alert.Rule).ToListAsync();
    }

    private async Task StoreAsync(params object[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        context.Add(DefaultJobs.CheckQuality(Midnight));
        await context.SaveChangesAsync();
    }

    private async Task RunAsync() => Assert.Null(Assert.Single(
        await new JobRunner(tenant => Database.CreateContext(tenant)).RunDueAsync(Midnight.AddMinutes(1))).Error);
}
