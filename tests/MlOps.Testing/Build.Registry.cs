using MlOps.Domain;
using MlOps.Domain.Registry;

namespace MlOps.Testing;

/// <content>The registry of models.</content>
public static partial class Build
{
    public static Model Model(string name = "credit-risk", DateTimeOffset? at = null) =>
        Domain.Registry.Model.Register(name, "classification", "onnx", at ?? Noon);

    /// <summary>A version that is trained and can be staged and promoted, or one that is in training.</summary>
    public static ModelVersion ModelVersion(Model model, string version = "1", bool isTrained = true, DateTimeOffset? at = null)
    {
        var begun = Domain.Registry.ModelVersion.Begin(model, version, at ?? Noon);
        if (isTrained)
            begun.CompleteTraining(at ?? Noon);

        return begun;
    }

    /// <summary>Moves the version to another stage.</summary>
    public static StageTransition StageTransition(
        ModelVersion version, ModelStage stage = ModelStage.Staging, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.MoveTo(stage, new StageChange("ann", "looks good", at ?? Noon));
    }

    /// <summary>Puts the version into production.</summary>
    public static ServingPeriod ServingPeriod(ModelVersion version, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        version.PromoteToProduction(null, new StageChange("ann", "better", at ?? Noon));
        return version.ServingPeriods.Single(period => period.ServedTo is null);
    }

    public static ModelAlias ModelAlias(ModelVersion version, string alias = "champion", DateTimeOffset? at = null) =>
        Domain.Registry.ModelAlias.Point(alias, version, "ann", at ?? Noon);

    public static Configuration Configuration(string resourceId = "vm-1", Json? features = null, DateTimeOffset? at = null) =>
        Domain.Registry.Configuration.Record(resourceId, features ?? Json.Parse("""{"cores": 4}"""), at ?? Noon);
}
