using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>The performance of services, measured window by window.</summary>
public sealed class PerformanceMetricRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new measurement. SaveChanges stores it.</summary>
    public void Add(PerformanceMetric metric) => context.PerformanceMetrics.Add(metric);

    /// <summary>
    /// Reads the measurements of one metric of a service whose windows begin within a span of time, the oldest first.
    /// </summary>
    public IAsyncEnumerable<PerformanceMetric> StreamAsync(string serviceName, string metric, TimeWindow span) =>
        context.PerformanceMetrics.AsNoTracking().During(span, measured => measured.WindowStart)
            .Where(measured => measured.ServiceName == serviceName && measured.Metric == metric)
            .OrderBy(measured => measured.WindowStart)
            .AsAsyncEnumerable();
}
