using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Registry;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Story;

/// <summary>Which version of a service's model answers at a time, and which ones answer in its shadow.</summary>
internal sealed class ServedVersions
{
    private readonly IReadOnlyList<ModelVersion> _versions;

    private ServedVersions(IReadOnlyList<ModelVersion> versions, FeatureSchema schema) => (_versions, Schema) = (versions, schema);

    /// <summary>The inputs of the service.</summary>
    public FeatureSchema Schema { get; }

    public static async Task<ServedVersions> ReadAsync(
        MlOpsDbContext context, DemoService service, CancellationToken cancellationToken)
    {
        var versions = await context.ModelVersions.AsNoTracking()
            .Where(version => version.ModelName == service.ModelName)
            .Include(version => version.ServingPeriods)
            .Include(version => version.FeatureSchema).ThenInclude(schema => schema!.Features)
            .ToListAsync(cancellationToken);
        var first = versions.Find(version => version.Version == Beginning.FirstVersion);
        return new ServedVersions(versions, first!.FeatureSchema!);
    }

    /// <summary>Finds the version that served at a time. Null if there was none.</summary>
    public ModelVersion? FindAt(DateTimeOffset at) =>
        _versions.FirstOrDefault(version => version.ServingPeriods.Any(
            period => period.ServedFrom <= at && (period.ServedTo is not { } end || end > at)));

    public IEnumerable<ModelVersion> ListChallengersAt(DateTimeOffset at) =>
        _versions.Where(version => version.Stage == ModelStage.Staging && version.StageChangedAt <= at);
}
