using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>A stored result, and what came out when it was computed again.</summary>
/// <param name="Metric">The stored result.</param>
/// <param name="Verdict">Whether both are equal.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Now">What came out. Null if the result cannot be computed again.</param>
public sealed record DriftVerification(DriftMetric Metric, DriftVerdict Verdict, string Reason, FeatureDrift? Now);
