using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Tests.Ingestion;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Governance;

/// <summary>Which rows a rule counts.</summary>
public class DataQualityRowsTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Today = new(Sample.Noon, Sample.Noon.AddDays(1));

    // As the owner, for which no policy holds.
    [Fact]
    public async Task Rows_of_another_tenant_count_for_no_rule()
    {
        await using (var other = Database.CreateOwnerContext(Guid.CreateVersion7()))
        {
            other.AddRange(
                Build.OraclePrediction(1), Build.Prediction("search", 1),
                    Build.Model("churn"));
            await other.SaveChangesAsync();
        }

        await using var context = Database.CreateOwnerContext();
        var rules = new DataQualityRules(context);
        Assert.All(
            await EvaluateAsync(
                context,
                rules.Complete<Prediction>(prediction => prediction.Confidence),
                rules.InRange<Prediction>(prediction => prediction.PredictedValue, 0, 1),
                rules.Unique<Prediction>(prediction => prediction.ServiceName),
                rules.Refers<Prediction, Model>(prediction => prediction.ServiceName, model => model.Name),
                rules.InLeaf<Prediction, OraclePrediction>(prediction => prediction.ServiceName, OraclePrediction.Service),
                rules.Complete<OraclePrediction>(prediction => prediction.KnowledgeId)),
            counts => Assert.Equal((0, 0), counts));
        Assert.Equal([(0, 1)], await EvaluateAsync(context, rules.Fresh<Prediction>(TimeSpan.FromDays(1))));

        context.Add(Prediction.ForService("search", "x", 1, Sample.Noon, new PredictionDetails { ModelVersion = "churn" }));
        await context.SaveChangesAsync();
        Assert.Equal([(0, 1)],
            await EvaluateAsync(context, rules.Refers<Prediction, Model>(prediction => prediction.ModelVersion, model => model.Name)));
    }

    [Fact]
    public async Task Rows_whose_ids_hold_no_time_are_counted_by_their_time()
    {
        await using var context = Database.CreateContext();
        context.AddRange(
            Feature.Register("a", FeatureKind.Policy, "number", Sample.Noon, "ann"),
            Feature.Register("b", FeatureKind.Policy, "number", Sample.Noon),
            Feature.Register("old", FeatureKind.Policy, "number", Sample.Noon.AddDays(-2)));
        await context.SaveChangesAsync();
        await Database.ExecuteAsync("UPDATE ml_features SET id = gen_random_uuid()");

        var rules = new DataQualityRules(context);
        Assert.Equal(
            [(1, 1), (1, 0)],
            await EvaluateAsync(context, rules.Complete<Feature>(feature => feature.Owner), rules.Fresh<Feature>(TimeSpan.FromDays(1))));
    }

    // Its slice is that of the prediction, which may be much older than the feedback.
    [Fact]
    public async Task Rows_that_lie_in_the_slice_of_another_row_are_counted_by_their_own_time()
    {
        await using var context = Database.CreateContext();
        var prediction = Build.Prediction("search", 1, Sample.Noon.AddMonths(-3));
        context.AddRange(prediction, Feedback.Record(prediction, new FeedbackContent { Rating = 5 }, Sample.Noon));
        await context.SaveChangesAsync();
        await Database.ExecuteAsync("UPDATE ml_feedback SET id = gen_random_uuid()");

        var rule = new DataQualityRules(context).Complete<Feedback>(feedback => feedback.Rating);
        Assert.Equal([(1, 0)], await EvaluateAsync(context, rule));
    }

    [Fact]
    public async Task A_leaf_has_rules_of_its_own_and_of_what_it_shares()
    {
        await using var context = Database.CreateContext();
        context.AddRange(
            OraclePrediction.Record(
                "answer", 1, Sample.Noon, "q", "k", details: new PredictionDetails { Confidence = 0.5, ModelVersion = "churn" }),
            OraclePrediction.Record("answer", 9, Sample.Noon, "q", details: new PredictionDetails { ModelVersion = "none" }),
            Build.OraclePrediction(1, Sample.Noon.AddDays(-1)),
            Build.Prediction("search", 1),
            Build.Model("churn"));
        await context.SaveChangesAsync();

        var rules = new DataQualityRules(context);
        Assert.Equal(
            [(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 0), (0, 1), (0, 1)],
            await EvaluateAsync(
                context,
                rules.Complete<OraclePrediction>(prediction => prediction.KnowledgeId),
                rules.Complete<OraclePrediction>(prediction => prediction.Confidence),
                rules.InRange<OraclePrediction>(prediction => prediction.PredictedValue, 0, 1),
                rules.Unique<OraclePrediction>(prediction => new { prediction.Query, prediction.ServiceName }),
                rules.Refers<OraclePrediction, Model>(prediction => prediction.ModelVersion, model => model.Name),
                rules.Fresh<OraclePrediction>(TimeSpan.FromDays(1)),
                rules.Fresh<OraclePrediction>(TimeSpan.FromHours(1)),
                // That service has predictions, but none of this leaf.
                rules.Refers<Model, OraclePrediction>(model => model.Name, prediction => prediction.ServiceName)));
        Assert.Equal(
            RenamedRun.Table("oracle_ml_predictions"),
                await Database.ScalarAsync<string>("SELECT DISTINCT table_name FROM data_quality_checks WHERE kind = 'completeness'"));
    }

    [Fact]
    public void A_leaf_within_the_table_of_its_root_has_its_own_rows()
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource);
        using var context = new ShapesContext(builder.Options);
        var rules = new DataQualityRules(context);
        Assert.Contains("discriminator IN ('Truck')", rules.Complete<Truck>(truck => truck.Load).Sql, StringComparison.Ordinal);
        Assert.DoesNotContain("discriminator", rules.Complete<Vehicle>(vehicle => vehicle.CreatedAt).Sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3 * 3600, 24 * 3600, true)]
    [InlineData(25 * 3600, 24 * 3600, false)]
    [InlineData(1.25, 1.5, true)]
    [InlineData(1.75, 1.5, false)]
    [InlineData(3600, 1e11, true)]
    public async Task Rows_are_fresh_by_their_age_at_the_end_whatever_the_window(double age, double limit, bool isFresh)
    {
        await using var context = Database.CreateContext();
        context.AddRange(
            Build.Prediction("search", 1, Sample.Noon.AddSeconds(-age)),
            Prediction.ForService("search", "later", 1, Sample.Noon));
        await context.SaveChangesAsync();

        var rule = new DataQualityRules(context).Fresh<Prediction>(TimeSpan.FromSeconds(limit));
        Assert.Equal(
            [isFresh ? (1, 0) : (0, 1)], await EvaluateAsync(context, new TimeWindow(Sample.Noon.AddHours(-1), Sample.Noon), rule));
    }

    [Fact]
    public async Task Several_properties_are_all_looked_at()
    {
        await using var context = Database.CreateContext();
        context.AddRange(
            Feature.Register("a", FeatureKind.Policy, "number", Sample.Noon, "ann", "what"),
            Feature.Register("b", FeatureKind.Policy, "number", Sample.Noon, "ann"),
            Feature.Register("c", FeatureKind.Policy, "number", Sample.Noon, description: "what"));
        context.AddRange(
            Prediction.ForService("search", "x", 0.5, Sample.Noon, new PredictionDetails { Confidence = 0.5 }),
            Build.Prediction("search", 0.5),
            Prediction.ForService("search", "x", 2, Sample.Noon, new PredictionDetails { Confidence = 0.5 }));
        await context.SaveChangesAsync();

        var rules = new DataQualityRules(context);
        Assert.Equal(
            [(1, 2), (2, 1)],
            await EvaluateAsync(
                context,
                rules.Complete<Feature>(feature => new { feature.Owner, feature.Description }),
                rules.InRange<Prediction>(prediction => new { prediction.Confidence, prediction.PredictedValue }, 0, 1)));
        Assert.Throws<ArgumentException>(
            () => rules.Refers<Feature, Model>(feature => new { feature.Owner, feature.Name }, model => model.Name));
    }

    [Fact]
    public async Task Whole_numbers_have_ranges_with_fractions_and_what_is_missing_is_no_duplicate()
    {
        await using var context = Database.CreateContext();
        context.AddRange(
            Feature.Register("a", FeatureKind.Policy, "number", Sample.Noon, "ann"),
            Feature.Register("b", FeatureKind.Policy, "number", Sample.Noon, "ann"),
            Feature.Register("c", FeatureKind.Policy, "number", Sample.Noon),
            Feature.Register("d", FeatureKind.Policy, "number", Sample.Noon));
        await context.SaveChangesAsync();
        var rules = new DataQualityRules(context);
        Assert.Equal([(3, 1)], await EvaluateAsync(context, rules.Unique<Feature>(feature => feature.Owner)));
        Assert.Equal([(1, 0), (0, 1)], await EvaluateAsync(
            context,
            rules.InRange<DataQualityResult>(result => result.PassedRows, 0.5, 1e300),
            rules.InRange<DataQualityResult>(result => result.PassedRows, -1e-5, 2.5)));
    }

    [Theory, InlineData(0), InlineData(-1)]
    public void A_limit_that_no_row_can_keep_is_refused(int seconds)
    {
        using var context = Database.CreateContext();
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataQualityRules(context).Fresh<Prediction>(TimeSpan.FromSeconds(seconds)));
    }

    private static Task<List<(long, long)>> EvaluateAsync(MlOpsDbContext context, params DataQualityRule[] rules) =>
        EvaluateAsync(context, Today, rules);

    private static async Task<List<(long, long)>> EvaluateAsync(
        MlOpsDbContext context, TimeWindow window, params DataQualityRule[] rules) =>
        [.. (await new DataQualityRepository(context).EvaluateAsync(rules, window, Sample.Noon))
            .Select(result => (result.PassedRows, result.FailedRows))];
}
