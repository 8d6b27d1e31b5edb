using System.Diagnostics;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

/// <summary>samples/Retraining as its page says: psql and the command as processes, and nothing else.</summary>
public sealed class RetrainingSampleTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TestDirectory _directory = new();

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        await StoreAsync();
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_pipeline_trains_scores_and_is_promoted_and_one_that_learned_nothing_is_rejected()
    {
        await RunAsync("train", "2");
        await RunAsync("shadow", "2");
        await RunAsync("shadow", "2");
        Assert.Equal("1000", (await database.ColumnAsync("SELECT count(*)::text FROM ml_shadow_scores")).Single());
        Assert.EndsWith("promoted\n", await RunAsync("gate", "2"), StringComparison.Ordinal);

        // What the second version has served is too little, so the gate compares with few labels.
        Assert.EndsWith("rejected\n", await RunAsync("gate", "1"), StringComparison.Ordinal);
        Assert.Equal(
            ["reject scheduled", "promote scheduled"],
            await database.ColumnAsync(
                "SELECT concat_ws(' ', action, trigger_reason) FROM retraining_decisions ORDER BY created_at DESC"));
        Assert.Equal(["2"], await database.ColumnAsync("SELECT model_version FROM model_versions WHERE stage = 'Production'"));
        Assert.Equal(["succeeded"], await database.ColumnAsync("SELECT status FROM ml_training_jobs"));
    }

    // The label is 1 with a probability that is the amount. The champion says the same of each.
    private async Task StoreAsync()
    {
        var random = new Random(23);
        await using var context = database.CreateContext();
        var model = Build.Model("fraud", Now.AddDays(-40));
        var champion = Build.ModelVersion(model, "1", at: Now.AddDays(-40));
        var schema = FeatureSchema.Define("payments", 1, Now.AddDays(-40), FeatureDefinition.Number("amount"));
        context.AddRange(model, champion, schema);
        context.Add(RetrainingPolicy.Define(
            "default", new GateThresholds { PrimaryMetric = GateMetric.Brier, MinLabeledSamples = 300 }, "ann", Now.AddDays(-40)));
        await context.SaveChangesAsync();
        await new ModelVersionRepository(context).PromoteAsync("fraud", "1", new StageChange("ann", "first", Now.AddDays(-39)));
        await context.BulkInsertAsync(Enumerable.Range(0, 2000).Select(number =>
        {
            var (amount, at) = (random.NextDouble(), Now.AddDays(number < 1000 ? -20 : -5).AddSeconds(number));
            var prediction = Build.Prediction("payments", 0.5, at, new PredictionDetails
            {
                ModelVersionId = champion.Id,
                Features = FeatureVector.Of(schema, [amount], []),
            });
            prediction.RecordLabel(random.NextDouble() < amount ? 1 : 0, at.AddDays(1));
            return prediction;
        }));
    }

    private async Task<string> RunAsync(string task, string version)
    {
        var server = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString);
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["MLOPS"] = $"dotnet {PublishedCommand.File}",
                ["MLOPS_CONNECTION"] = database.OwnerConnectionString,
                ["PGHOST"] = server.Host,
                ["PGPORT"] = $"{server.Port}",
                ["PGUSER"] = server.Username,
                ["PGPASSWORD"] = server.Password,
                ["PGDATABASE"] = server.Database,
            },
        };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "samples", "Retraining", "pipeline.sh"));
        start.ArgumentList.Add(task);
        start.ArgumentList.Add("fraud");
        start.ArgumentList.Add(version);
        using var process = Process.Start(start)!;
        var result = await CommandLine.FinishAsync(process);
        Assert.True(result.ExitCode == 0, $"{task} {version}: {result.ExitCode}: {result.Output}{result.Error}");
        return result.Output;
    }
}
