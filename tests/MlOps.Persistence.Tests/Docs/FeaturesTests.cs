using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class FeaturesTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData("schema", 0), InlineData("class", 1), InlineData("prediction", 2)]
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
}
