using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class FeaturesTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData("schema", 0), InlineData("class", 1), InlineData("prediction", 2), InlineData("quality", 3), InlineData("labels", 4)]
    public void The_page_shows_the_samples_that_are_tested(string name, int place) =>
        Assert.Equal(Documents.Sample("FeaturesSample.cs", name), Documents.CSharpOf("docs/features.md")[place]);

    [Fact]
    public async Task A_prediction_is_stored_with_features_that_sql_finds_by_name()
    {
        await using var context = Database.CreateContext();
        var schema = await FeaturesSample.DefineAsync(context, Sample.Noon);
        context.Add(FeaturesSample.Predict(schema, Sample.Noon));
        await context.SaveChangesAsync();

        Assert.Equal(schema.Hash, FeaturesSample.FromClass(Sample.Noon).Hash);
        Assert.Equal(
            "41 gold ",
            await Database.ScalarAsync<string>(
                """
                SELECT format('%s %s %s', mlops_feature(p, 'age'), mlops_category(p, 'plan'), mlops_feature(p, 'income'))
                FROM ml_predictions p
                """));
    }

    [Fact]
    public async Task A_label_finds_its_prediction_by_the_name_of_the_request_and_the_quality_of_features_is_checked()
    {
        await using var context = Database.CreateContext();
        context.Add(FeaturesSample.Predict(await FeaturesSample.DefineAsync(context, Sample.Noon), Sample.Noon));
        await context.SaveChangesAsync();

        await FeaturesSample.LabelAsync(context, new() { ["request-4711"] = 1, ["unknown"] = 0 }, Sample.Noon.AddDays(1));
        await FeaturesSample.CheckAsync(context, new TimeWindow(Sample.Noon, Sample.Noon.AddDays(1)), Sample.Noon.AddDays(1));

        Assert.Equal(1, await context.Predictions.AsNoTracking().Select(prediction => prediction.ActualValue).SingleAsync());
        Assert.True((await context.DataQualityResults.SingleAsync()).Passed);
    }
}
