using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Monitoring;

/// <summary>What a monitor found in a window.</summary>
/// <param name="Monitor">The monitor.</param>
/// <param name="Run">The run, with the numbers of the window.</param>
/// <param name="Metrics">A result for each feature and segment that could be judged.</param>
/// <param name="Unjudged">The features and segments that could not be judged.</param>
/// <param name="Performance">How good the predictions are where labels are known, and what the scores lead to expect.</param>
public sealed record EvaluatedWindow(
    ServiceMonitor Monitor,
    MonitoringRun Run,
    IReadOnlyList<DriftMetric> Metrics,
    IReadOnlyList<UnjudgedFeature> Unjudged,
    IReadOnlyList<PerformanceMetric> Performance);
