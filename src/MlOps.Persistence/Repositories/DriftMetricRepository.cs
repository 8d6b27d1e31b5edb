using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories;

/// <summary>Measured drift of models.</summary>
public sealed class DriftMetricRepository(MlOpsDbContext context)
{
    public void Add(DriftMetric metric) => context.DriftMetrics.Add(metric);

    /// <summary>What was measured of a model in a window, the newest first.</summary>
    public IAsyncEnumerable<DriftMetric> StreamAsync(string modelName, TimeWindow window) =>
        context.DriftMetrics.AsNoTracking()
            .Where(metric => metric.ModelName == modelName)
            .Where(metric => metric.CreatedAt >= window.Start && metric.CreatedAt < window.End)
            .OrderByDescending(metric => metric.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>The latest measurement of a feature, or of the predictions themselves where no feature is named.</summary>
    public Task<DriftMetric?> FindLatestAsync(string modelName, string? featureName, CancellationToken cancellationToken = default) =>
        context.DriftMetrics.AsNoTracking()
            .Where(metric => metric.ModelName == modelName && metric.FeatureName == featureName)
            .OrderByDescending(metric => metric.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
}
