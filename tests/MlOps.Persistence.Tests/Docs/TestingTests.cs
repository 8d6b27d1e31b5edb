using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The samples of docs/testing.md, which run here word for word.</summary>
public class TestingTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly (string File, string Name)[] Samples =
    [
        ("../TestKit/VoucherTests.cs", "tests"), ("../AssemblyFixtures.cs", "fixture"), ("../TestKit/ShopServer.cs", "server"),
        ("TestingTests.cs", "entities"), ("TestingTests.cs", "clock"),
    ];

    [Fact]
    public async Task The_sample_stores_what_it_builds()
    {
        var at = Build.Noon;
        // <entities>
        await using var context = Database.CreateContext();
        var model = Build.Model();
        var version = Build.ModelVersion(model, "2");
        var prediction = Build.OraclePrediction(0.7, at);
        var feedback = Build.Feedback(prediction, rating: 2);
        context.AddRange(model, version, prediction, feedback);
        await context.SaveChangesAsync();
        await Database.AssertStoredAsync(model, version, prediction, feedback);
        // </entities>
    }

    [Fact]
    public async Task The_sample_stores_a_batch_when_the_clock_says_so()
    {
        // <clock>
        var clock = new FakeTimeProvider(Build.Noon);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddMlOps(options => options.ConnectionString = Database.ConnectionString)
            .AddPredictionWriter(options => options.FlushInterval = TimeSpan.FromHours(1));
        using var host = builder.Build();
        await host.StartAsync();

        var prediction = Build.Prediction();
        await host.Services.GetRequiredService<IPredictionWriter>().WriteAsync(prediction);
        clock.Advance(TimeSpan.FromHours(1));

        await Polling.UntilAsync(async () => await Database.CountAsync("ml_predictions") == 1, "the prediction is stored");
        await Database.AssertPredictionsAsync([prediction.Id]);
        await Database.AssertNoDeadLettersAsync();
        // </clock>
        await host.StopAsync();
    }

    [Fact]
    public void The_page_shows_the_samples_that_are_tested() => Assert.Equal(
        Samples.Select(sample => Documents.Sample(sample.File, sample.Name)), Documents.CSharpOf("docs/testing.md"));

    [Fact]
    public void The_page_names_what_a_test_can_call()
    {
        var page = Documents.Read("docs/testing.md");
        var names = new[] { typeof(TestDatabase<>), typeof(DatabaseAssertions), typeof(Polling) }
            .SelectMany(type => type.GetMembers().Where(member => member.DeclaringType == type))
            .Where(member => member is System.Reflection.PropertyInfo or System.Reflection.MethodInfo { IsSpecialName: false })
            .Select(member => member.Name).Except(["InitializeAsync", "DisposeAsync"]);
        Assert.All(names, name => Assert.Contains(name, page, StringComparison.Ordinal));
    }
}
