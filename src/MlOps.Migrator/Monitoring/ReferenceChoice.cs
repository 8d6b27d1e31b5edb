using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Monitoring;

/// <summary>What a monitor compares its windows with, as it was typed.</summary>
/// <param name="Window">One window for good.</param>
/// <param name="BaselineVersion">The version of the training data that is the reference.</param>
internal sealed record ReferenceChoice(TimeWindow? Window, string? BaselineVersion)
{
    public static ReferenceChoice Previous { get; } = new(null, null);

    /// <summary>The reference. A baseline is looked up.</summary>
    public Task<MonitorReference> FindAsync(MlOpsDbContext context, string modelName, CancellationToken cancellationToken) =>
        BaselineVersion is { } version
            ? new FeatureBaselineRepository(context).GetReferenceAsync(modelName, version, cancellationToken)
            : Task.FromResult(Window is { } window ? MonitorReference.Fixed(window) : MonitorReference.Previous);
}
