using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Says whether the writers of all tenants keep up, and names those that do not.</summary>
internal sealed class TenantWritersHealthCheck(ITenantWriters writers, IOptions<TenantWriterOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var results = writers.Statistics
            .Select(writer => (Tenant: writer.Key, Result: PredictionWriterHealthCheck.Check(writer.Value, options.Value.Writer)))
            .OrderBy(writer => writer.Result.Status).ToList();
        var worst = results.Count == 0 ? HealthStatus.Healthy : results[0].Result.Status;
        var troubled = results.Where(writer => writer.Result.Status != HealthStatus.Healthy)
            .Select(writer => $"Tenant {writer.Tenant}: {writer.Result.Description}");
        return Task.FromResult(new HealthCheckResult(
            worst, string.Join(Environment.NewLine, troubled.Prepend($"{results.Count} writers are open."))));
    }
}
