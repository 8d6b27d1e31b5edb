using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>How services did, window by window.</summary>
public sealed class PerformanceMetricRepository(MlOpsDbContext context)
{
    public void Add(PerformanceMetric metric) => context.PerformanceMetrics.Add(metric);

    /// <summary>Stores metrics by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<PerformanceMetric> metrics, CancellationToken cancellationToken = default) =>
        BulkInsert.RunAsync(context, metrics, cancellationToken);

    /// <summary>A metric of a service in the windows that begin within a span of time, oldest first.</summary>
    public IAsyncEnumerable<PerformanceMetric> StreamAsync(string serviceName, string metric, TimeWindow within) =>
        context.PerformanceMetrics.AsNoTracking()
            .Where(measured => measured.ServiceName == serviceName && measured.Metric == metric)
            .Where(measured => measured.WindowStart >= within.Start && measured.WindowStart < within.End)
            .OrderBy(measured => measured.WindowStart)
            .AsAsyncEnumerable();
}
