using MlOps.Domain.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

/// <summary>Runs of monitors whose predictions nobody reads.</summary>
internal static class WatchedRun
{
    public static MonitoringRun Of(
        ServiceMonitor monitor,
        DateTimeOffset windowEnd,
        int revision = 1,
        MonitoringFindings? findings = null,
        DateTimeOffset? at = null) =>
        MonitoringRun.Record(
            monitor, windowEnd, revision, findings ?? new MonitoringFindings(), 0, new WindowHashes(1, 2, 3), at ?? Build.Noon);
}
