using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Whether alerts are open. A critical one is unhealthy, since its rule says so.</summary>
internal sealed class OpenAlertProbe : IHealthProbe
{
    private const int Shown = 5;

    public string Name => "open alerts";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var alerts = await new AlertRepository(context).StreamOpenAsync().ToListAsync(cancellationToken).ConfigureAwait(false);
        if (alerts.Count == 0)
            return new HealthFinding(Name, HealthState.Healthy, "No alert is open.");

        var names = alerts.OrderByDescending(alert => alert.Severity).Take(Shown)
            .Select(alert => alert.Subject.Length == 0 ? $"'{alert.Rule!.Name}'" : $"'{alert.Rule!.Name}' about '{alert.Subject}'");
        return new HealthFinding(
            Name,
            alerts.Exists(alert => alert.Severity == AlertLevel.Critical) ? HealthState.Unhealthy : HealthState.Degraded,
            $"Open alerts: {alerts.Count}. {string.Join(", ", names)}{(alerts.Count > Shown ? " and others" : "")}.",
            "Type 'mlops alerts list' to see each with its remedy.");
    }
}
