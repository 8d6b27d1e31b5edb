using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Telemetry;

/// <summary>
/// Metrics of systems, logs of queries, samples of resources, and forecasts of when a resource is full.
/// </summary>
public sealed class TelemetryRepository(MlOpsDbContext context)
{
    /// <summary>Reads one metric of one source in a window, the oldest first.</summary>
    public IAsyncEnumerable<SystemMetric> StreamMetricAsync(string source, string name, TimeWindow window) =>
        context.SystemMetrics.AsNoTracking().Within(window)
            .Where(metric => metric.Source == source && metric.Name == name)
            .OrderBy(metric => metric.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Reads the queries that took the most time in a window, each with all its runs.</summary>
    public IAsyncEnumerable<QuerySummary> StreamSlowestAsync(TimeWindow window, int count) =>
        context.QueryLogs.Within(window)
            .GroupBy(log => log.Fingerprint)
            .OrderByDescending(runs => runs.Sum(run => run.DurationMs))
            .Take(count)
            .Select(runs => new QuerySummary(
                runs.Key,
                runs.LongCount(),
                runs.Sum(run => run.DurationMs),
                runs.Average(run => run.DurationMs),
                runs.Max(run => run.DurationMs)))
            .AsAsyncEnumerable();

    /// <summary>Reads the runs of one query in a window, the oldest first.</summary>
    public IAsyncEnumerable<QueryLog> StreamQueryAsync(string fingerprint, TimeWindow window) =>
        context.QueryLogs.AsNoTracking().Within(window)
            .Where(log => log.Fingerprint == fingerprint)
            .OrderBy(log => log.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Finds the latest forecast of a resource.</summary>
    public Task<CapacityForecast?> FindForecastAsync(
        ResourceKind kind, string resource, CancellationToken cancellationToken = default) =>
        context.CapacityForecasts
            .Where(forecast => forecast.Kind == kind && forecast.Resource == resource)
            .OrderByDescending(forecast => forecast.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Measures every table in the schemas of the model, with its slices and indexes, and stores the sizes as samples
    /// for <see cref="ForecastAsync"/>.
    /// </summary>
    /// <returns>The number of tables.</returns>
    public async Task<long> MeasureTablesAsync(DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var sizes = await TableSize.ListAsync(context, cancellationToken).ConfigureAwait(false);
        return await context.BulkInsertAsync(
            sizes.Select(size => ResourceSample.Measure(ResourceKind.Table, size.TableName, size.Bytes, at)),
            cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Forecasts a resource by the trend of its samples in a window, and saves the context.</summary>
    /// <exception cref="InvalidValueException">
    /// There are fewer than three samples, or all of them are of the same moment.
    /// </exception>
    public async Task<CapacityForecast> ForecastAsync(
        ResourceKind kind,
        string resource,
        TimeWindow window,
        DateTimeOffset horizonAt,
        DateTimeOffset at,
        double? capacity = null,
        CancellationToken cancellationToken = default)
    {
        var points = await context.ResourceSamples.Within(window)
            .Where(sample => sample.Kind == kind && sample.Resource == resource)
            .Select(sample => new { sample.CreatedAt, sample.Used })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var trend = LinearTrend.Fit(points.ConvertAll(point => new TrendPoint(point.CreatedAt, point.Used)));
        var forecast = CapacityForecast.Make(kind, resource, trend, horizonAt, at, capacity);
        context.CapacityForecasts.Add(forecast);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return forecast;
    }
}
