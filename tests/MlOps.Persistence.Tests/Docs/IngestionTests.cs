using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class IngestionTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_samples_store_a_labelled_prediction_with_feedback_and_one_with_a_shadow_score()
    {
        var model = Build.Model();
        var challenger = Build.ModelVersion(model);
        await using var context = Database.CreateContext();
        context.AddRange(model, challenger);
        await context.SaveChangesAsync();
        using var directory = new TestDirectory();
        var builder = Host.CreateApplicationBuilder([$"--ConnectionStrings:MlOps={Database.ConnectionString}"]);
        IngestionSample.Configure(builder);
        builder.Services.PostConfigure<PredictionWriterOptions>(options => options.JournalDirectory = directory.Child("journal"));
        using var host = builder.Build();
        await host.StartAsync();
        var writer = host.Services.GetRequiredService<IPredictionWriter>();
        await IngestionSample.WriteAsync(writer, Sample.Noon);
        var prediction = Build.Prediction();
        await IngestionSample.ScoreAsync(writer, prediction, challenger, Sample.Noon);
        await host.StopAsync();

        Assert.Equal(1, (await context.Predictions.SingleAsync(row => row.ServiceName == OraclePrediction.Service)).ActualValue);
        var score = await context.ShadowScores.SingleAsync();
        Assert.Equal((prediction.Id, 0.6), (score.PredictionId, score.PredictedValue));
        Assert.Equal(4, (await context.Feedback.SingleAsync()).Rating);
    }

    [Theory, InlineData("registration", 0), InlineData("writing", 1), InlineData("shadow", 2)]
    public void The_page_shows_the_samples_that_are_tested(string name, int place) =>
        Assert.Equal(Documents.Sample("IngestionSample.cs", name), Documents.CSharpOf("docs/ingestion.md")[place]);

    [Fact]
    public void The_page_lists_every_option()
    {
        var page = Documents.Read("docs/ingestion.md");
        Assert.All(typeof(PredictionWriterOptions)
            .GetProperties(), option => Assert.Contains($"`{option.Name}`", page, StringComparison.Ordinal));
    }
}
