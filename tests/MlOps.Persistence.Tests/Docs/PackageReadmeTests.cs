using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class PackageReadmeTests(TestServer server)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("MlOps.Domain")]
    [InlineData("MlOps.Persistence")]
    [InlineData("MlOps.PrivateServer")]
    public void The_page_of_a_package_shows_a_sample_that_compiles(string package) => Assert.Contains(
        Documents.Sample("PackageReadmeSamples.cs", package), Documents.CSharpOf($"src/{package}/README.md"));

    [Fact]
    public void The_page_of_the_test_kit_shows_a_test_that_runs() => Assert.Contains(
        Assert.Single(Documents.CSharpOf("tests/MlOps.Testing/README.md")), Documents.CSharpOf("docs/testing.md"));

    [Fact]
    public void The_page_of_the_command_shows_the_program_of_the_sample() => Assert.Contains(
        Assert.Single(Documents.CSharpOf("src/MlOps.Migrator/README.md")), Documents.Read("samples/FraudScoring/Command/Program.cs"));

    [Fact]
    public async Task What_the_pages_of_the_packages_show_stores_predictions()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMlOps(options => options.ConnectionString = connection).AddPredictionWriter();
        using (var host = builder.Build())
        {
            await using var scope = host.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
            await PackageReadmeSamples.PersistenceAsync(
                scope, context, [PackageReadmeSamples.Domain(Noon)], PackageReadmeSamples.Domain(Noon));
            await host.StartAsync();
            await host.StopAsync();
            Assert.Equal(2, await context.Predictions.CountAsync());
        }

        await server.DropDatabaseAsync(connection);
    }
}
