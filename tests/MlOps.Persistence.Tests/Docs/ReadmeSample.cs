using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The sample of README.md, word for word.</summary>
internal static class ReadmeSample
{
    public static async Task RunAsync(string[] args)
    {
        // <sample>
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddMlOps(); // reads ConnectionStrings:MlOps
        using var host = builder.Build();
        using var scope = host.Services.CreateScope();

        await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>().RunAsync(); // does what `mlops migrate` does

        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        var predictions = scope.ServiceProvider.GetRequiredService<PredictionRepository>();
        var now = TimeProvider.System.GetUtcNow();
        var prediction = CodeRoachPrediction.Record("code-quality", 0.85, now, "my-project", "src/app.cs");
        await context.BulkInsertAsync([prediction]);
        await predictions.RecordLabelAsync(prediction.Id, 0.90, now);
        // </sample>
    }
}
