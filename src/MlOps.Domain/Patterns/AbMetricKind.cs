namespace MlOps.Domain.Patterns;

/// <summary>What is measured of each who takes part. Higher is better.</summary>
public enum AbMetricKind
{
    /// <summary>Whether something happened: compared by the two-proportion z test.</summary>
    Conversion,

    /// <summary>A number: compared by Welch's t test.</summary>
    Value,
}
