using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Maintenance;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Npgsql;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>What the pages of the packages show.</summary>
internal static class PackageReadmeSamples
{
    public static Prediction Domain(DateTimeOffset now)
    {
        // <MlOps.Domain>
        var model = Model.Register("credit-risk", "classification", "onnx", now);
        var version = ModelVersion.Begin(model, "v1", now);
        version.CompleteTraining(now);

        var prediction = CodeRoachPrediction.Record("code-quality", 0.85, now, "my-project", "src/app.cs");
        // </MlOps.Domain>
        return prediction;
    }

    public static async Task PersistenceAsync(
        AsyncServiceScope scope, MlOpsDbContext context, IReadOnlyList<Prediction> predictions, Prediction prediction)
    {
        var writer = scope.ServiceProvider.GetRequiredService<IPredictionWriter>();
        // <MlOps.Persistence>
        await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>().RunAsync(); // does what `mlops migrate` does

        await context.BulkInsertAsync(predictions);
        await writer.WriteAsync(prediction);
        // </MlOps.Persistence>
    }

    public static async Task PrivateServerAsync()
    {
        // <MlOps.PrivateServer>
        var home = LocalHome.OfThisProject();
        var server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home));
        var info = await server.StartAsync();
        await using var dataSource = NpgsqlDataSource.Create(info.ConnectionString);
        // </MlOps.PrivateServer>
    }
}
