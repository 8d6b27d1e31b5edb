using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>What a comparison found.</summary>
/// <param name="Metrics">The stored results.</param>
/// <param name="Undefined">The results without a statistic, of which nothing is stored: a side had no value, for instance.</param>
public sealed record RecordedDrift(IReadOnlyList<DriftMetric> Metrics, IReadOnlyList<FeatureDrift> Undefined);
