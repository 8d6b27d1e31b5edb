using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>What a feature can be: a feature of schemas, the predicted value, a key of the context, or a column.</summary>
public class DriftFeatureTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_feature_has_its_place_in_the_schema_of_each_row()
    {
        var first = FeatureSchema.Define("churn", 1, Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Number("income"));
        var second = FeatureSchema.Define("churn", 2, Sample.Noon, FeatureDefinition.Number("income"), FeatureDefinition.Category("plan"));
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, first, [FeatureVector.Of(first, [1, 10])], [FeatureVector.Of(first, [2, 20])]);
        await DriftScene.StoreAsync(context, second, [], [FeatureVector.Of(second, [30], ["gold"])]);

        var answers = await context.AskAsync(
            DriftAnswer.Read, $"SELECT * FROM mlops_drifts(service => '{DriftScene.Service}', {DriftScene.Windows}, method => 'ks_exact')");

        Assert.Equal(["age 1 1", "income 1 2"], answers.Select(answer => $"{answer.Feature} {answer.ReferenceSize} {answer.CurrentSize}"));
    }

    [Fact]
    public async Task Features_that_do_not_fit_their_schema_count_as_missing_and_are_a_finding()
    {
        var schema = DriftScene.NumberSchema(2);
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(
            context,
            schema,
            [FeatureVector.Of(schema, [1, 10])],
            [.. Enumerable.Range(30, 6).Select(value => FeatureVector.Of(schema, [value, value]))]);
        string[] unfit = ["'{1}'", "'{1,2,3}'", "'[0:1]={1,2}'", "'{{1,2}}'"];
        foreach (var (at, features) in unfit.Index())
            await Database.ExecuteAsync($"UPDATE ml_predictions SET features = {features} WHERE features[2] = {30 + at}");
        await Database.ExecuteAsync($"UPDATE ml_predictions SET feature_schema_id = '{Guid.NewGuid()}' WHERE features[2] = 34");

        Assert.Equal(1, (await DriftScene.MeasureAsync(context, "n0")).CurrentSize);
        Assert.Equal(1, (await DriftScene.MeasureAsync(context, "n1")).CurrentSize);
        var rule = new DataQualityRules(context).FeaturesFit();
        var result = Assert.Single(await new DataQualityRepository(context).EvaluateAsync([rule], DriftScene.Current, Sample.Noon));
        Assert.Equal((1, 5), (result.PassedRows, result.FailedRows));
    }

    [Fact]
    public async Task The_predicted_value_and_the_rows_of_other_services_are_no_feature_of_the_schema()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(
            [
                Prediction.ForService(DriftScene.Service, "a", 1, DriftScene.Reference.Start),
                Prediction.ForService(DriftScene.Service, "a", 4, DriftScene.Current.Start),
                Prediction.ForService(DriftScene.Service, "a", null, DriftScene.Current.Start, new() { Output = Json.Parse("1") }),
                Prediction.ForService("another", "a", 4, DriftScene.Current.Start),
            ],
            default);

        var answer = await DriftScene.MeasureAsync(context, "predicted_value", "method => 'wasserstein'");

        Assert.Equal((1, 1, 3.0), (answer.ReferenceSize, answer.CurrentSize, answer.Statistic));
    }

    [Fact]
    public async Task A_key_of_the_context_is_a_number_or_a_category_as_the_method_wants()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(
            [
                .. Contexts(DriftScene.Reference.Start, "1", "2.5", "\"NaN\"", "\"Infinity\"", "null", "\"a\"", "true", "-0.5"),
                .. Contexts(DriftScene.Current.Start, "7", "\"a\"", "\"a\"", "[1]"),
            ],
            default);
        // A writer of SQL can store a number that no double holds.
        await Database.ExecuteAsync("""UPDATE ml_predictions SET context = '{"k''ey": 1e400}' WHERE context = '{"k''ey": -0.5}'""");

        var numbers = await DriftScene.MeasureAsync(context, "context:k'ey", "method => 'wasserstein'");
        var categories = await DriftScene.MeasureAsync(context, "context:k'ey", "method => 'l_infinity'");

        Assert.Equal((2, 1, 5.25), (numbers.ReferenceSize, numbers.CurrentSize, numbers.Statistic));
        Assert.Equal((7, 4), (categories.ReferenceSize, categories.CurrentSize));
        Assert.Equal(["1", "2.5", "7", "Infinity", "NaN", "[1]", "a", "true"], categories.Categories!.Where(text => text.Length < 9));
    }

    [Fact]
    public async Task A_column_is_a_category()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(
            [
                Prediction.ForService(DriftScene.Service, "a", 1, DriftScene.Reference.Start, new() { RiskLevel = RiskLevel.High }),
                Prediction.ForService(DriftScene.Service, "b", 1, DriftScene.Current.Start, new() { RiskLevel = RiskLevel.Low }),
            ],
            default);

        Assert.Equal(["high", "low"], (await DriftScene.MeasureAsync(context, "risk_level", "method => 'l_infinity'")).Categories!);
        Assert.Equal(["a", "b"], (await DriftScene.MeasureAsync(context, "prediction_type", "method => 'l_infinity'")).Categories!);
        Assert.Equal(["ml_model"], (await DriftScene.MeasureAsync(context, "source", "method => 'l_infinity'")).Categories!);
        Assert.Equal(0, (await DriftScene.MeasureAsync(context, "model_version", "method => 'l_infinity'")).ReferenceSize);
        Assert.Null((await DriftScene.MeasureAsync(context, "target_entity_type", "method => 'l_infinity'")).Statistic);
    }

    [Fact]
    public async Task Categories_have_the_same_statistics_as_in_the_domain()
    {
        var random = new Random(5);
        var schema = FeatureSchema.Define(
            "churn",
            1,
            Sample.Noon,
            FeatureDefinition.Category("plan"),
            FeatureDefinition.Category("country"));
        string?[] names = ["gold", "Gold", "", "silver", "é", null];
        List<FeatureVector> Draw(int size, int from) => [.. Enumerable.Range(0, size)
            .Select(_ => FeatureVector.Of(schema, [], [names[random.Next(from, names.Length)], names[random.Next(0, names.Length)]]))];
        var (reference, current) = (Draw(200, 0), Draw(100, 1));
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, schema, reference, current);

        foreach (var method in CategoryDrift.Methods)
        {
            var answers = await context.AskAsync(
                DriftAnswer.Read,
                $"SELECT * FROM mlops_drifts(service => '{DriftScene.Service}', {DriftScene.Windows}, method => '{method}')");

            Assert.Equal(2, answers.Count);
            foreach (var (answer, at) in answers.Select((answer, at) => (answer, at)))
            {
                CategorySample Of(List<FeatureVector> rows) => CategorySample.FromValues(rows.Select(row => row.Categories[at]));
                answer.AssertNear(CategoryDrift.Measure(method, Of(reference), Of(current)), answer.Feature!);
            }
        }
    }

    private static IEnumerable<Prediction> Contexts(DateTimeOffset at, params string[] values) => values.Select(value =>
        Prediction.ForService(DriftScene.Service, "a", 1, at, new() { Context = Json.Parse($$"""{"k'ey": {{value}}}""") }));
}
