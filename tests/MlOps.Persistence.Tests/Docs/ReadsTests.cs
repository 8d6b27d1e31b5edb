using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories.Features;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class ReadsTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData("reports", 0), InlineData("features", 1), InlineData("quality", 2), InlineData("events", 3)]
    public void The_page_shows_the_samples_that_are_tested(string name, int place) =>
        Assert.Equal(Documents.Sample("ReadsSample.cs", name), Documents.CSharpOf("docs/reads.md")[place]);

    [Fact]
    public async Task Two_versions_are_compared_and_checked()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model();
        var versions = new[] { Build.ModelVersion(model, "1"), Build.ModelVersion(model, "2") };
        context.Add(model);
        context.AddRange(versions);
        foreach (var (version, value) in versions.Zip([0.5, 0.75]))
        {
            var prediction = OraclePrediction.Record(
                "answer", value, Sample.Noon, "q", details: new PredictionDetails { ModelVersionId = version.Id, InferenceTimeMs = 3 });
            prediction.RecordLabel(1, Sample.Noon);
            context.Add(prediction);
        }

        await context.SaveChangesAsync();
        var now = Sample.Noon.AddMinutes(30);
        var comparison = await ReadsSample.CompareAsync(new PredictionReportRepository(context), now, versions[0].Id, versions[1].Id);
        Assert.Equal(-0.25, comparison.Difference);

        var results = await ReadsSample.CheckAsync(context, now);
        Assert.Equal([(0, 2), (2, 0), (1, 0), (2, 0)], results.Select(result => (result.PassedRows, result.FailedRows)));
    }

    [Fact]
    public async Task What_was_known_then_is_read()
    {
        await using var context = Database.CreateContext();
        context.Add(Feature.Register("age", FeatureKind.Contextual, "number", Sample.Noon));
        context.Add(Feature.Register("balance", FeatureKind.Contextual, "number", Sample.Noon));
        await context.SaveChangesAsync();
        context.Add(FeatureValue.Record("age", FeatureKind.Contextual, "customer-1", Json.Parse("41"), Sample.Noon, Sample.Noon));
        context.Add(
            FeatureValue.Record("age", FeatureKind.Contextual, "customer-1", Json.Parse("42"), Sample.Noon, Sample.Noon.AddHours(2)));
        await context.SaveChangesAsync();

        var vectors = await ReadsSample.ReadAsync(new FeatureRepository(context), Sample.Noon.AddHours(1));
        Assert.Equal(["41", null, null, null], vectors.SelectMany(vector => vector.Values).Select(value => value?.ToString()));
    }

    [Fact]
    public async Task A_save_is_recorded_as_events()
    {
        var builder = Host.CreateApplicationBuilder([$"--ConnectionStrings:MlOps={Database.ConnectionString}"]);
        ReadsSample.RecordEvents(builder.Services);
        using var host = builder.Build();
        using var scope = host.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        context.Add(Build.Model());
        await context.SaveChangesAsync();
        Assert.Equal("Model.added", (await context.LearningEvents.SingleAsync()).EventType);
    }
}
