using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>One client inserts what other systems insert, as a plain login, into an empty schema and again into a full one.</summary>
public abstract class ClientTest(TestDatabase database) : DatabaseTest(database)
{
    private static readonly (string Table, long Rows)[] Stored =
    [
        ("ml_models", 2), ("model_versions", 3), ("model_stage_transitions", 4), ("ml_serving_periods", 2), ("model_aliases", 2),
        ("training_datasets", 1), ("ml_training_jobs", 1), ("ml_predictions", 2), ("code_roach_ml_predictions", 1), ("ml_feedback", 1),
        ("evolution_individuals", 1), ("pattern_occurrences", 1), ("monitoring_metrics", 1), ("retraining_decisions", 1),
    ];

    [Fact]
    public async Task It_inserts_into_an_empty_schema()
    {
        await RunAsync();
        foreach (var (table, rows) in Stored)
            Assert.Equal((table, rows), (table, await Database.CountAsync(table)));

        await using var context = Database.CreateContext();
        var prediction = await context.Predictions.OfType<CodeRoachPrediction>().SingleAsync();
        Assert.Equal((0.85, 0.9, prediction.CreatedAt), (prediction.PredictedValue, prediction.ActualValue, prediction.LabelledAt));
        Assert.Equal("2", (await context.ModelVersions.SingleAsync(version => version.Stage == ModelStage.Production)).Version);
        Assert.Equal(["f1 fell by 0.04"], (await context.RetrainingDecisions.SingleAsync()).RejectionReasons);
    }

    [Fact]
    public async Task It_inserts_beside_the_rows_of_an_application()
    {
        await Population.StoreAsync(Database);
        var before = await CountAsync();
        await RunAsync();
        Assert.Equal(
            Stored.Zip(before, (stored, rows) => (stored.Table, rows + stored.Rows)),
            Stored.Zip(await CountAsync(), (stored, rows) => (stored.Table, rows)));
    }

    private protected abstract Task RunAsync(PlainLogin login);

    private async Task RunAsync()
    {
        await using var login = new PlainLogin(Database);
        await login.CreateAsync();
        await RunAsync(login);
    }

    private async Task<List<long>> CountAsync()
    {
        var counts = new List<long>();
        foreach (var (table, _) in Stored)
            counts.Add(await Database.CountAsync(table));

        return counts;
    }
}
