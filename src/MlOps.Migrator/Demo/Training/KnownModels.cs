using MlOps.Domain.Registry;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Training;

/// <summary>The fitted models of versions, which are stored as the parameters of these.</summary>
internal sealed class KnownModels
{
    private readonly Dictionary<Guid, LogisticModel> _models = [];

    public LogisticModel Of(ModelVersion version)
    {
        if (!_models.TryGetValue(version.Id, out var model))
        {
            model = version.Parameters?.As<LogisticModel>() ?? throw new MlOpsException(
                MlOpsError.Conflict,
                $"{version} was not fitted by the demo, which cannot answer with it. Put another version into production.");
            _models.Add(version.Id, model);
        }

        return model;
    }
}
