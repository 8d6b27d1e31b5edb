using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class IngestionTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_samples_store_a_labelled_prediction_with_feedback()
    {
        using var directory = new TestDirectory();
        var builder = Host.CreateApplicationBuilder([$"--ConnectionStrings:MlOps={Database.ConnectionString}"]);
        IngestionSample.Configure(builder);
        builder.Services.PostConfigure<PredictionWriterOptions>(options => options.JournalDirectory = directory.Child("journal"));
        using var host = builder.Build();
        await host.StartAsync();
        await IngestionSample.WriteAsync(host.Services.GetRequiredService<IPredictionWriter>(), Sample.Noon);
        await host.StopAsync();

        await using var context = Database.CreateContext();
        Assert.Equal(1, (await context.Predictions.SingleAsync()).ActualValue);
        Assert.Equal(4, (await context.Feedback.SingleAsync()).Rating);
    }

    [Theory, InlineData("registration", 0), InlineData("writing", 1)]
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
