using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class ReadmeTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_sample_of_the_readme_stores_a_labelled_prediction()
    {
        await ReadmeSample.RunAsync([$"--ConnectionStrings:MlOps={Database.OwnerConnectionString}"]);

        await using var context = Database.CreateOwnerContext();
        var stored = Assert.IsType<CodeRoachPrediction>(await context.Predictions.SingleAsync());
        Assert.Equal((0.85, 0.90, "src/app.cs"), (stored.PredictedValue, stored.ActualValue, stored.FilePath));
        Assert.Equal(0, await Database.CountAsync("ml_predictions_default"));
    }

    [Fact]
    public void The_readme_shows_the_sample_that_is_tested() =>
        Assert.Equal(Documents.Sample("ReadmeSample.cs", "sample"), Assert.Single(Documents.CSharpOf("README.md")));
}
