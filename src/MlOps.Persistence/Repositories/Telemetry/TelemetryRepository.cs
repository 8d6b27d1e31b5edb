using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Telemetry;

/// <summary>What systems report of themselves: metrics, queries, resources, and how long these will last.</summary>
public sealed class TelemetryRepository(MlOpsDbContext context)
{
    /// <summary>One metric of one source within a window, oldest first.</summary>
    public IAsyncEnumerable<SystemMetric> StreamMetricAsync(string source, string name, TimeWindow window) =>
        context.SystemMetrics.AsNoTracking().Within(window)
            .Where(metric => metric.Source == source && metric.Name == name)
            .OrderBy(metric => metric.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>The queries that took longest in a window, all runs of each together.</summary>
    public IAsyncEnumerable<QuerySummary> StreamSlowestAsync(TimeWindow window, int count) =>
        context.QueryLogs.AsNoTracking().Within(window)
            .GroupBy(log => log.Fingerprint)
            .OrderByDescending(runs => runs.Sum(run => run.DurationMs))
            .Take(count)
            .Select(runs => new QuerySummary(
                runs.Key, runs.LongCount(), runs.Sum(run => run.DurationMs), runs.Average(run => run.DurationMs), runs.Max(run => run.DurationMs)))
            .AsAsyncEnumerable();

    /// <summary>The runs of one query within a window, oldest first.</summary>
    public IAsyncEnumerable<QueryLog> StreamQueryAsync(string fingerprint, TimeWindow window) =>
        context.QueryLogs.AsNoTracking().Within(window)
            .Where(log => log.Fingerprint == fingerprint)
            .OrderBy(log => log.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>The latest forecast for a resource, if there is one.</summary>
    public Task<CapacityForecast?> FindForecastAsync(ResourceKind kind, string resource, CancellationToken cancellationToken = default) =>
        context.CapacityForecasts.AsNoTracking()
            .Where(forecast => forecast.Kind == kind && forecast.Resource == resource)
            .OrderByDescending(forecast => forecast.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Measures the size of every table, with its slices and indexes, and stores it as a sample: what
    /// <see cref="ForecastAsync"/> reads later.
    /// </summary>
    /// <returns>How many tables there are.</returns>
    public async Task<long> MeasureTablesAsync(DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var sizes = await context.Database.SqlQuery<TableSize>(
            $"""
            SELECT c.relname::text AS "TableName", sum(pg_total_relation_size(coalesce(p.relid, c.oid)))::double precision AS "Bytes"
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN LATERAL pg_partition_tree(c.oid) p ON true
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            GROUP BY c.relname
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return await context.BulkInsertAsync(
            sizes.Select(size => ResourceSample.Measure(ResourceKind.Table, size.TableName, size.Bytes, at)), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Forecasts a resource by the trend of its samples within a window, and stores the forecast.
    /// </summary>
    /// <exception cref="InvalidValueException">There are fewer than three samples, or all of one moment.</exception>
    public async Task<CapacityForecast> ForecastAsync(
        ResourceKind kind,
        string resource,
        TimeWindow window,
        DateTimeOffset horizonAt,
        DateTimeOffset at,
        double? capacity = null,
        CancellationToken cancellationToken = default)
    {
        var points = await context.ResourceSamples.AsNoTracking().Within(window)
            .Where(sample => sample.Kind == kind && sample.Resource == resource)
            .Select(sample => new { sample.CreatedAt, sample.Used })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var trend = LinearTrend.Fit(points.ConvertAll(point => new TrendPoint(point.CreatedAt, point.Used)));
        var forecast = CapacityForecast.Make(kind, resource, trend, horizonAt, at, capacity);
        context.CapacityForecasts.Add(forecast);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return forecast;
    }

    private sealed record TableSize(string TableName, double Bytes);
}
