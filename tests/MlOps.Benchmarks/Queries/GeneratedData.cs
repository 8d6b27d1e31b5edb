using Microsoft.Extensions.DependencyInjection;
using MlOps.Benchmarks.Measuring;
using MlOps.Migrator;
using MlOps.Migrator.Generate;
using Npgsql;

namespace MlOps.Benchmarks.Queries;

/// <summary>Fills a database as `mlops generate` does.</summary>
internal static class GeneratedData
{
    /// <returns>What was generated.</returns>
    public static async Task<GenerationPlan> StoreAsync(
        string connectionString, RunOptions options, CancellationToken cancellationToken)
    {
        var plan = new GenerationPlan(options.Days, options.Scale, Seed: 1, DateOnly.FromDateTime(DateTime.UtcNow));
        var collection = new ServiceCollection();
        collection.AddMlOps(settings => settings.ConnectionString = connectionString);
        await using (var services = collection.BuildServiceProvider())
        {
            var scopes = services.GetRequiredService<IServiceScopeFactory>();
            await new GenerateRun(scopes, plan, Steps.AsLinesTo(Console.Error), cancellationToken).RunAsync("benchmark");
        }

        await using var owner = NpgsqlDataSource.Create(connectionString);
        await using var checkpoint = owner.CreateCommand("CHECKPOINT");
        await checkpoint.ExecuteNonQueryAsync(cancellationToken);
        return plan;
    }
}
