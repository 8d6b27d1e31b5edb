using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>What sketches say about a feature.</summary>
/// <param name="Drift">The result. Its statistic is null if only its limits are known.</param>
/// <param name="Bounds">The limits of a statistic that needs each number. Null if the result is exact, or not defined.</param>
public sealed record SketchDrift(FeatureDrift Drift, StatisticBounds? Bounds);
