using MlOps.Domain.Registry;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Training;

/// <summary>The fitted models of versions, which are stored as the parameters of these.</summary>
internal sealed class KnownModels
{
    private readonly Dictionary<Guid, LogisticModel?> _models = [];

    /// <summary>Finds the model of a version. Null if it is one that the demo has not fitted.</summary>
    public LogisticModel? Find(ModelVersion version)
    {
        if (!_models.TryGetValue(version.Id, out var model))
        {
            model = FitSettings.IsOf(version) ? version.Parameters?.As<LogisticModel>() : null;
            _models.Add(version.Id, model);
        }

        return model;
    }
}
