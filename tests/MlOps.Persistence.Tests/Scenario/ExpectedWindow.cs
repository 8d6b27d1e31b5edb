using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>A stored run of a monitor, with what it should have found.</summary>
internal sealed record ExpectedWindow(
    ServiceMonitor Monitor, MonitoringRun Run, double DriftRatio, int DriftedFeatures, bool DatasetDrift, int Predictions)
{
    /// <summary>The newest window of each monitor by name, in its last revision, of which others knew at a time.</summary>
    public static IEnumerable<ExpectedWindow> FindNewest(IReadOnlyList<ExpectedWindow> all, string? model, DateTimeOffset at) => all
        .Where(window => window.Run.CreatedAt < at && (model is null || window.Monitor.ModelName == model))
        .GroupBy(window => window.Monitor.Name)
        .OrderBy(ofMonitor => ofMonitor.Key, StringComparer.Ordinal)
        .Select(ofMonitor => ofMonitor.MaxBy(window => (window.Run.WindowEnd, window.Run.Revision))!);
}
