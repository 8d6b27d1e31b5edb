using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Operations.Health;

/// <summary>How fast the database grows, and when a disk is full, by the newest forecasts of the job that takes samples.</summary>
internal sealed class CapacityProbe : IHealthProbe
{
    // Forecasts of a job that no longer runs say nothing.
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    // Two weeks are enough to order a disk, and two days to archive something.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);
    private static readonly TimeSpan VerySoon = TimeSpan.FromDays(2);

    public string Name => "growth";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var forecasts = await context.CapacityForecasts.AsNoTracking()
            .Where(forecast => forecast.CreatedAt > now - Recent && forecast.CreatedAt <= now)
            .OrderByDescending(forecast => forecast.CreatedAt)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var newest = forecasts.DistinctBy(forecast => (forecast.Kind, forecast.Resource)).ToList();
        var growth = newest.Find(forecast => forecast.Kind == ResourceKind.Database) is { } database
            ? $"The whole database grows by {Shown.Number(database.GrowthPerDay / 1e9)} GB a day."
            : "The growth is not known yet. The job 'take samples' needs a day.";
        var first = newest.FindAll(forecast => forecast is { Kind: ResourceKind.Disk, FullAt: not null })
            .MinBy(forecast => forecast.FullAt);
        if (first is null || first.FullAt > now + Soon)
            return new HealthFinding(Name, HealthState.Healthy, growth);

        return new HealthFinding(
            Name,
            first.FullAt > now + VerySoon ? HealthState.Degraded : HealthState.Unhealthy,
            $"By its trend the disk {first.Resource} is full at {Shown.Time(first.FullAt!.Value)}. {growth}",
            "Add room to that disk. 'mlops status' shows the largest tables, and 'mlops retention run --dry-run' what is too old.");
    }
}
