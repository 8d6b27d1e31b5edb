using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Migrator.Sample;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Registry;

namespace MlOps.Migrator.Demo;

/// <summary>The models of the demo. Each is registered once, however often the demo runs.</summary>
internal sealed class DemoRegistry(MlOpsDbContext context, ModelRepository models, ModelVersionRepository versions)
{
    public const string Incumbent = "v1";
    public const string Candidate = "v2";

    /// <summary>The model whose inputs drift, so that it is retrained.</summary>
    public static readonly SampleService Retrained = SampleService.All[0];

    /// <summary>Registers what is missing, and returns the versions that serve now by their models' names.</summary>
    public async Task<Dictionary<string, ModelVersion>> EnsureAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var serving = new Dictionary<string, ModelVersion>();
        foreach (var service in SampleService.All)
        {
            if (await models.FindAsync(service.ModelName, cancellationToken) is null)
                Register(service, at);
        }

        await context.SaveChangesAsync(cancellationToken);
        foreach (var service in SampleService.All)
        {
            serving[service.ModelName] = await versions.FindInProductionAsync(service.ModelName, cancellationToken)
                ?? throw new MlOpsException(
                    MlOpsError.Conflict,
                        $"Model '{service.ModelName}' has no version in production. Promote one, or destroy the database.");
        }

        return serving;
    }

    private void Register(SampleService service, DateTimeOffset at)
    {
        var model = Model.Register(service.ModelName, service.ModelType, "onnx", at, owner: service.Name);
        model.SetBaseline(new MetricSet([new("f1", 0.8)]), at);
        models.Add(model);

        var version = Train(model, Incumbent, f1: 0.82, brier: 0.15, at);
        context.AddRange(version.PromoteToProduction(null, new StageChange("demo", "first version", at)));
        if (service == Retrained)
            Train(model, Candidate, f1: 0.88, brier: 0.11, at);
    }

    private ModelVersion Train(Model model, string name, double f1, double brier, DateTimeOffset at)
    {
        var version = ModelVersion.Begin(model, name, at, new ModelVersionOrigin
        {
            MlflowRunId = $"demo-{model.Name}-{name}",
            Hyperparameters = Json.From(new { trees = 200, depth = 8 }),
        });
        version.CompleteTraining(at, new MetricSet([new("f1", f1), new("brier", brier)]), f1, brier);
        version.Attach(new Artifact($"models/{model.Name}/{name}.onnx", 4_194_304, "sha256:demo"), at);
        versions.Add(version);
        return version;
    }
}
