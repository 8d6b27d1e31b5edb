using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Configurations.Monitoring;
using MlOps.Persistence.Repositories.Registry;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>What the versions of models were trained on, feature by feature.</summary>
public sealed class FeatureBaselineRepository(MlOpsDbContext context)
{
    /// <summary>Stores the baselines of a version, and saves the context.</summary>
    /// <exception cref="MlOpsException">The version has a baseline of one of the features already.</exception>
    public Task StoreAsync(IReadOnlyCollection<FeatureBaseline> baselines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baselines);
        context.AddRange(baselines);
        return context.SaveOrConflictAsync(
            [.. baselines],
            [FeatureBaselineConfiguration.UniqueFeature],
            "The version has a baseline of one of these features already. A baseline never changes, since monitors compare with it.",
            cancellationToken);
    }

    /// <summary>Reads the baselines of a version, by feature.</summary>
    public IAsyncEnumerable<FeatureBaseline> StreamAsync(Guid modelVersionId) =>
        context.FeatureBaselines.AsNoTracking()
            .Where(baseline => baseline.ModelVersionId == modelVersionId)
            .OrderBy(baseline => baseline.FeatureName)
            .AsAsyncEnumerable();

    /// <summary>The reference of a monitor that compares with what a version was trained on.</summary>
    /// <exception cref="MlOpsException">There is no such version, or it has no baseline.</exception>
    public async Task<MonitorReference> GetReferenceAsync(
        string modelName, string version, CancellationToken cancellationToken = default)
    {
        var id = (await new ModelVersionRepository(context).GetAsync(modelName, version, cancellationToken).ConfigureAwait(false)).Id;
        var data = await context.FeatureBaselines.Where(baseline => baseline.ModelVersionId == id)
            .GroupBy(baseline => baseline.ModelVersionId)
            .Select(rows => new { Start = rows.Min(row => row.DataStart), End = rows.Max(row => row.DataEnd) })
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new MlOpsException(
                MlOpsError.NotFound,
                $"Version '{version}' of '{modelName}' has no baseline. Store what it was trained on first: 'mlops monitor baseline'.");
        return MonitorReference.Baseline(id, new TimeWindow(data.Start, data.End));
    }
}
