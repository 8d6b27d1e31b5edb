using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories.Governance;

public class DataQualityTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Today = new(Sample.Noon, Sample.Noon.AddDays(1));

    [Fact]
    [StandardNames("The name of a rule has the names of its table and columns.")]
    public async Task Each_kind_of_rule_counts_the_rows_that_keep_it()
    {
        await using var context = Database.CreateContext();
        context.AddRange(Enumerable.Range(0, 10).Select(number => Prediction.ForService(
            "search", "relevance", number, Sample.Noon.AddHours(number),
            number < 7 ? new PredictionDetails { Confidence = number / 10.0, ModelVersion = number < 4 ? "churn" : "x" } : null)));
        context.Add(Prediction.ForService("search", "yesterday", 1, Sample.Noon.AddDays(-1)));
        context.Add(Build.Model("churn"));
        await context.SaveChangesAsync();
        var rules = new DataQualityRules(context);

        var results = await new DataQualityRepository(context).EvaluateAsync(
            [
                rules.Complete<Prediction>(prediction => prediction.Confidence),
                rules.InRange<Prediction>(prediction => prediction.Confidence, 0.25, 1),
                rules.Unique<Prediction>(prediction => new { prediction.ServiceName, prediction.ModelVersion }),
                rules.Refers<Prediction, Model>(prediction => prediction.ModelVersion, model => model.Name),
                rules.InOrder<Prediction>(prediction => new { prediction.Confidence, prediction.PredictedValue }),
                rules.InOrder<Prediction>(prediction => new { prediction.PredictedValue, prediction.Confidence }),
                rules.Fresh<Prediction>(TimeSpan.FromHours(15)),
                rules.Fresh<Prediction>(TimeSpan.FromHours(14.5)),
            ],
            Today,
            Today.End);

        Assert.Equal(
            [(7, 3), (7, 3), (5, 5), (7, 3), (10, 0), (4, 6), (1, 0), (0, 1)],
            results.Select(result => (result.PassedRows, result.FailedRows)));
        Assert.Equal(8, await Database.CountAsync("data_quality_checks"));
        Assert.Equal(
            "ml_predictions: confidence is from 0.25 to 1",
            await Database.ScalarAsync<string>("SELECT name FROM data_quality_checks WHERE name LIKE '% is from %'"));
    }

    [Fact]
    public async Task Rows_that_the_table_of_their_service_lacks_are_counted()
    {
        await using var context = Database.CreateContext();
        context.AddRange(
            Build.OraclePrediction(1),
            Build.Prediction("other", 1));
        await context.SaveChangesAsync();
        // As a writer of old does it, which knows the base table alone.
        await Database.ExecuteAsync("UPDATE ml_predictions SET service_name = 'oracle'");

        var rule = new DataQualityRules(context).InLeaf<Prediction, OraclePrediction>(
            prediction => prediction.ServiceName, OraclePrediction.Service);
        var result = Assert.Single(await new DataQualityRepository(context).EvaluateAsync([rule], Today, Today.End));

        Assert.Equal((1, 1, false), (result.PassedRows, result.FailedRows, result.Passed));
    }

    [Fact]
    [StandardNames("The name of a rule has the names of its table and columns.")]
    public async Task The_score_of_a_table_is_that_of_its_latest_results_and_below_90_per_cent_a_check_fails()
    {
        await using var context = Database.CreateContext();
        context.AddRange(Enumerable.Range(0, 10).Select(number => Feature.Register(
            $"f{number}", FeatureKind.Policy, "number", Sample.Noon, number < 8 ? "ann" : null)));
        await context.SaveChangesAsync();
        var quality = new DataQualityRepository(context);
        var rules = new DataQualityRules(context);
        DataQualityRule[] declared = [rules.Complete<Feature>(feature => feature.Owner), rules.Unique<Feature>(feature => feature.Name)];

        await quality.EvaluateAsync(declared, Today, Sample.Noon);
        Assert.Equal([new TableScore("ml_features", 0.9, 2, 1)], await quality.StreamScoresAsync().ToListAsync());

        await Database.ExecuteAsync("UPDATE ml_features SET owner = 'bob' WHERE owner IS NULL");
        await quality.EvaluateAsync(declared, Today, Sample.Noon.AddHours(1));
        Assert.Equal([new TableScore("ml_features", 1, 2, 0)], await quality.StreamScoresAsync().ToListAsync());
        Assert.Equal([1, 0.8], await quality.StreamResultsAsync(declared[0].Name, 5).Select(result => result.Score).ToListAsync());
    }

    [Fact]
    public async Task A_rule_that_is_declared_anew_keeps_its_results()
    {
        await using var context = Database.CreateContext();
        var quality = new DataQualityRepository(context);
        var rules = new DataQualityRules(context);
        var result = Assert.Single(await quality.EvaluateAsync([rules.Complete<Model>(model => model.Owner)], Today, Sample.Noon));
        Assert.Equal((1, true), (result.Score, result.Passed));

        await quality.EvaluateAsync([rules.Complete<Model>(model => model.Owner, threshold: 0.5)], Today, Sample.Noon.AddHours(1));

        Assert.Equal(0.5, Assert.Single(context.DataQualityChecks).Threshold);
        Assert.Equal(2, await Database.CountAsync("data_quality_results"));
    }

    [Fact]
    [StandardNames("The name of a rule has the names of its table and columns.")]
    public async Task Two_rules_of_one_name_are_refused_before_anything_is_counted()
    {
        await using var context = Database.CreateContext();
        var rules = new DataQualityRules(context);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => new DataQualityRepository(context).EvaluateAsync(
            [rules.Complete<Model>(model => model.Owner), rules.Complete<Model>(model => model.Owner, 0.5)], Today, Sample.Noon));
        Assert.Contains("Two rules are named 'ml_models: owner is there'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync("data_quality_checks"));
    }

    [Fact]
    [StandardNames("The name of a rule has the names of its table and columns.")]
    public async Task Rules_that_look_at_other_properties_have_other_names()
    {
        await using var context = Database.CreateContext();
        var rules = new DataQualityRules(context);
        await new DataQualityRepository(context).EvaluateAsync(
            [
                rules.Refers<Prediction, Model>(prediction => prediction.ModelVersion, model => model.Name),
                rules.Refers<Prediction, Model>(prediction => prediction.ModelVersion, model => model.Owner),
                rules.InLeaf<Prediction, OraclePrediction>(prediction => prediction.ServiceName, OraclePrediction.Service),
                rules.InLeaf<Prediction, OraclePrediction>(prediction => prediction.Source, OraclePrediction.Service),
            ],
            Today,
            Sample.Noon);
        Assert.Equal(
            [
                "ml_predictions: model_version refers to ml_models.name",
                "ml_predictions: model_version refers to ml_models.owner",
                "ml_predictions: service_name oracle is in oracle_ml_predictions",
                "ml_predictions: source oracle is in oracle_ml_predictions",
            ],
            await Database.ColumnAsync("SELECT name FROM data_quality_checks ORDER BY name"));
    }

    [Fact]
    public async Task Those_who_evaluate_new_or_changed_rules_at_once_declare_them_once()
    {
        for (var round = 1; round <= 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(async number =>
            {
                await using var context = Database.CreateContext();
                var rules = new DataQualityRules(context);
                DataQualityRule[] declared =
                    [
                        rules.Complete<Feature>(feature => feature.Owner, 0.5 / round),
                        rules.Unique<Feature>(feature => feature.Name, 0.5 / round),
                    ];
                var results = await new DataQualityRepository(context).EvaluateAsync(
                    number % 2 == 0 ? declared : [.. declared.Reverse()], Today, Sample.Noon);
                Assert.Equal(2, results.Count);
            }));
            Assert.Equal(2, await Database.CountAsync("data_quality_checks"));
            Assert.Equal(12 * round, await Database.CountAsync("data_quality_results"));
            Assert.Equal(0.5 / round, await Database.ScalarAsync<double>("SELECT min(threshold) FROM data_quality_checks"));
        }
    }

    [Fact]
    public async Task An_evaluation_that_fails_leaves_nothing_to_the_next()
    {
        await using var context = Database.CreateContext();
        var quality = new DataQualityRepository(context);
        var rule = new DataQualityRules(context).Complete<Feature>(feature => feature.Owner);
        await quality.EvaluateAsync([rule], Today, Sample.Noon);
        var broken = new DataQualityRule("broken", DataQualityKind.Range, "ml_features", "SELECT 1 / 0", 0.5);
        var changed = rule with { Threshold = 0.5 };
        await Assert.ThrowsAsync<PostgresException>(() => quality.EvaluateAsync([changed, broken], Today, Sample.Noon));

        await quality.EvaluateAsync([changed], Today, Sample.Noon.AddHours(1));
        Assert.Equal(["0.5"], await Database.ColumnAsync("SELECT threshold::text FROM data_quality_checks"));
        Assert.Equal(2, await Database.CountAsync("data_quality_results"));
    }

    [Fact]
    public void A_property_that_is_no_column_is_refused()
    {
        using var context = Database.CreateContext();
        var error = Assert.Throws<ArgumentException>(
            () => new DataQualityRules(context).Complete<DataQualityResult>(result => result.Window));
        Assert.StartsWith(
            $"DataQualityResult.Window is not a column of {RenamedRun.Table("data_quality_results")}.",
            error.Message,
            StringComparison.Ordinal);
    }
}
