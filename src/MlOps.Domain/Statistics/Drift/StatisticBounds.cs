namespace MlOps.Domain.Statistics.Drift;

/// <summary>A statistic of which only limits are known.</summary>
/// <param name="Lower">It is not below this.</param>
/// <param name="Upper">It is not above this.</param>
public readonly record struct StatisticBounds(double Lower, double Upper);
