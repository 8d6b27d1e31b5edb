namespace MlOps.Domain.Monitoring;

/// <summary>What is held against the threshold, and on which side drift lies.</summary>
public enum DriftCriterion
{
    /// <summary>A distance: drift from the threshold upwards.</summary>
    StatisticAtLeast,

    /// <summary>A test: drift at a p-value of the threshold or below.</summary>
    PValueAtMost,
}
