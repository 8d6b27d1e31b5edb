using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Says whether the writer keeps up: while the oldest write waits for too long, all that wait count.</summary>
internal sealed class PredictionWriterHealthCheck(IPredictionWriter writer, IOptions<PredictionWriterOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (statistics, limits) = (writer.Statistics, options.Value);
        var late = statistics.OldestAge > limits.QueuedTooLong ? statistics.Pending : 0;
        var text = $"{statistics.Pending} writes are on their way, the oldest for {statistics.OldestAge.TotalSeconds:F0} s.";
        return Task.FromResult(
            late > limits.UnhealthyAbove ? HealthCheckResult.Unhealthy(text)
            : late > limits.DegradedAbove ? HealthCheckResult.Degraded(text)
            : HealthCheckResult.Healthy(text));
    }
}
