using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Says whether the writer keeps up: how many writes have been queued for too long.</summary>
internal sealed class PredictionWriterHealthCheck(IPredictionWriter writer, IOptions<PredictionWriterOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(writer.Statistics, options.Value));

    public static HealthCheckResult Check(WriterStatistics statistics, PredictionWriterOptions limits)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{statistics.Pending} writes are on their way, {statistics.Late} of them for more than " +
            $"{limits.QueuedTooLong.TotalSeconds:0.###} s, the oldest for {statistics.OldestAge.TotalSeconds:F0} s.");
        if (statistics.Fault is { } fault)
            text += $" The last attempt to store some failed: {fault.Reason}";

        // Time does not help against other causes.
        var isBlocked = statistics.Fault is { Cause: not RefusalCause.Moment };
        return isBlocked || statistics.Late > limits.UnhealthyAbove ? HealthCheckResult.Unhealthy(text)
            : statistics.Late > limits.DegradedAbove ? HealthCheckResult.Degraded(text)
            : HealthCheckResult.Healthy(text);
    }
}
