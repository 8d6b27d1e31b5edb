namespace MlOps.Domain.Experiments;

/// <summary>What an experiment measures for each participant. Higher is better.</summary>
public enum AbMetricKind
{
    /// <summary>Whether something happened. The z test of two proportions compares it.</summary>
    Conversion,

    /// <summary>A number. Welch's t test compares it.</summary>
    Value,
}
