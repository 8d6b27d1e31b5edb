namespace MlOps.Domain.Monitoring;

/// <summary>The number that is compared with the threshold, and the side of the threshold that means drift.</summary>
public enum DriftCriterion
{
    /// <summary>A distance. It means drift if it reaches the threshold.</summary>
    StatisticAtLeast,

    /// <summary>The p-value of a test. It means drift if it does not exceed the threshold.</summary>
    PValueAtMost,
}
