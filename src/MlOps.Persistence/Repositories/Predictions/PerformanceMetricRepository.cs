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
    /// Reads the measurements of one metric of a service whose windows begin within a span of time, the oldest first. Those of segments
    /// and estimates are not among them. A monitor measures a window again if something comes late.
    /// </summary>
    public IAsyncEnumerable<PerformanceMetric> StreamAsync(string serviceName, string metric, TimeWindow span) =>
        context.PerformanceMetrics.AsNoTracking().During(span, measured => measured.WindowStart)
            .Where(measured => measured.ServiceName == serviceName && measured.Metric == metric)
            .Where(measured => measured.SegmentFeature == null && !measured.IsEstimate)
            .OrderBy(measured => measured.WindowStart).ThenBy(measured => measured.CreatedAt)
            .AsAsyncEnumerable();
}
