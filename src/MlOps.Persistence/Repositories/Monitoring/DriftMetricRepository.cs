using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Measured drift of models.</summary>
public sealed class DriftMetricRepository(MlOpsDbContext context)
{
    public void Add(DriftMetric metric) => context.DriftMetrics.Add(metric);

    /// <summary>Stores measurements by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<DriftMetric> metrics, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(metrics, cancellationToken);

    /// <summary>Stores measurements of which some may be stored already: those are changed where they differ. All or none.</summary>
    /// <returns>How many it was about.</returns>
    public Task<long> BulkUpsertAsync(IEnumerable<DriftMetric> metrics, CancellationToken cancellationToken = default) =>
        context.BulkUpsertAsync(metrics, cancellationToken);

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
