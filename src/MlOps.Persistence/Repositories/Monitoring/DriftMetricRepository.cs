using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Measurements of drift.</summary>
public sealed class DriftMetricRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new measurement. SaveChanges stores it.</summary>
    public void Add(DriftMetric metric) => context.DriftMetrics.Add(metric);

    /// <summary>
    /// Finds the latest measurement of a feature, or of the predictions themselves if no feature is given.
    /// </summary>
    public Task<DriftMetric?> FindLatestAsync(
        string modelName, string? featureName, CancellationToken cancellationToken = default) =>
        context.DriftMetrics
            .Where(metric => metric.ModelName == modelName && metric.FeatureName == featureName)
            .OrderByDescending(metric => metric.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reads the measurements of a model in a window, the newest first.</summary>
    public IAsyncEnumerable<DriftMetric> StreamAsync(string modelName, TimeWindow window) =>
        context.DriftMetrics.AsNoTracking().During(window)
            .Where(metric => metric.ModelName == modelName)
            .OrderByDescending(metric => metric.CreatedAt)
            .AsAsyncEnumerable();
}
