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

    public FeatureSchema Schema { get; }

    public static async Task<ServedVersions> ReadAsync(
        MlOpsDbContext context, DemoService service, CancellationToken cancellationToken)
    {
        var versions = await context.ModelVersions.AsNoTracking()
            .Where(version => version.ModelName == service.ModelName)
            .Include(version => version.ServingPeriods)
            .Include(version => version.FeatureSchema).ThenInclude(schema => schema!.Features)
            .ToListAsync(cancellationToken);
        return new ServedVersions(versions, versions.Select(version => version.FeatureSchema).OfType<FeatureSchema>().First());
    }

    public ModelVersion FindAt(DateTimeOffset at) =>
        _versions.FirstOrDefault(version => version.ServingPeriods.Any(
            period => period.ServedFrom <= at && (period.ServedTo is not { } end || end > at)))
        ?? throw new MlOpsException(
            MlOpsError.Conflict, $"No version of model '{_versions[0].ModelName}' served at {at:u}. Promote one, or destroy the database.");

    public IEnumerable<ModelVersion> ListChallengersAt(DateTimeOffset at) =>
        _versions.Where(version => version.Stage == ModelStage.Staging && version.StageChangedAt <= at);
}
