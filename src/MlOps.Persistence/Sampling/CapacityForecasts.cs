using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Sampling;

/// <summary>Forecasts when disks are full and how large databases will be, by the trend of their samples.</summary>
internal static class CapacityForecasts
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Past = TimeSpan.FromDays(30);
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(30);

    /// <summary>Makes a forecast for each of them that has a sample of the last day, and samples of a day or more.</summary>
    public static async Task<IReadOnlyList<CapacityForecast>> MakeAsync(
        MlOpsDbContext context, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var newest = await context.ResourceSamples.AsNoTracking().Within(new TimeWindow(at - Day, at))
            .Where(sample => sample.Kind == ResourceKind.Disk || sample.Kind == ResourceKind.Database)
            .GroupBy(sample => new { sample.Kind, sample.Resource })
            .Select(group => group.OrderByDescending(sample => sample.CreatedAt).First())
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var forecasts = new List<CapacityForecast>();
        foreach (var sample in newest)
        {
            var points = await context.ResourceSamples.Within(new TimeWindow(at - Past, at))
                .Where(point => point.Kind == sample.Kind && point.Resource == sample.Resource)
                .Select(point => new { point.CreatedAt, point.Used })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            // The trend of an hour says nothing of a month.
            if (points.Count < 3 || points.Max(point => point.CreatedAt) - points.Min(point => point.CreatedAt) < Day)
                continue;

            var trend = LinearTrend.Fit(points.ConvertAll(point => new TrendPoint(point.CreatedAt, point.Used)));
            forecasts.Add(CapacityForecast.Make(sample.Kind, sample.Resource, trend, at + Horizon, at, sample.Capacity));
        }

        return forecasts;
    }
}
