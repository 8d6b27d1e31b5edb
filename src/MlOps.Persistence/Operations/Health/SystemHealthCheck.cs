using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Gives what `mlops health` finds to the health checks of an application. Each check has its entry in the data.</summary>
internal sealed class SystemHealthCheck(IServiceScopeFactory scopes, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var snapshot = await SystemHealth.CheckAsync(
                scope.ServiceProvider.GetRequiredService<MlOpsDbContext>(), clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            var data = snapshot.Findings.ToDictionary(finding => finding.Name, object (finding) => finding.Detail ?? "");
            var bad = snapshot.Findings.Where(finding => finding.State != HealthState.Healthy)
                .Select(finding => $"{finding.Name}: {finding.Detail} {finding.Remedy}".Trim());
            return new HealthCheckResult(Translate(snapshot.State), string.Join(" ", bad), data: data);
        }
    }

    private static HealthStatus Translate(HealthState state) => state switch
    {
        HealthState.Healthy => HealthStatus.Healthy,
        HealthState.Degraded => HealthStatus.Degraded,
        _ => HealthStatus.Unhealthy,
    };
}
