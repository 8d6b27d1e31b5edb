using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>The share of each resource that is in use, by its newest sample.</summary>
internal sealed class ResourceMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.ResourceUtilization;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var samples = await context.ResourceSamples.AsNoTracking().Within(rule.WindowUntil(now))
            .Where(sample => sample.Utilization != null)
            .GroupBy(sample => new { sample.Kind, sample.Resource })
            .Select(group => group.OrderByDescending(sample => sample.CreatedAt).First())
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return samples.Count == 0
            ?
            [
                Measured.Missing(
                    "",
                    $"No sample of a resource with a capacity was stored in the last {Shown.Span(rule.WindowLength)}. The job " +
                    "'take samples' stores some; 'mlops run' runs it."),
            ]
            : [.. samples.Select(Judge)];
    }

    private static Measured Judge(ResourceSample sample)
    {
        var name = $"{sample.Kind.ToString().ToLowerInvariant()} {sample.Resource}";
        return Measured.Of(
            name,
            sample.Utilization!.Value,
            $"{Shown.Percent(sample.Utilization.Value)} of {name} is in use: {Shown.Number(sample.Used)} of " +
            $"{Shown.Number(sample.Capacity!.Value)}, at {Shown.Time(sample.CreatedAt)}.",
            "Free some of it, or add more. capacity_planning_metrics has the forecasts of when it is full.");
    }
}
