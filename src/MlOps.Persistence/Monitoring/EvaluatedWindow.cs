using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>What a monitor found in a window.</summary>
/// <param name="Monitor">The monitor.</param>
/// <param name="Run">The run, with the numbers of the window.</param>
/// <param name="Metrics">A result for each feature and segment that could be judged.</param>
/// <param name="Unjudged">The features and segments that could not be judged.</param>
public sealed record EvaluatedWindow(
    ServiceMonitor Monitor, MonitoringRun Run, IReadOnlyList<DriftMetric> Metrics, IReadOnlyList<UnjudgedFeature> Unjudged);
