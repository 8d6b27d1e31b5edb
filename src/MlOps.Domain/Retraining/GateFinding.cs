namespace MlOps.Domain.Retraining;

/// <summary>What one rule of the gate found.</summary>
public sealed record GateFinding
{
    /// <summary>The rule: "labelled samples", "f1", "guard brier".</summary>
    public required string Rule { get; init; }

    public required bool Passed { get; init; }

    /// <summary>What was seen and what was asked for, in a sentence.</summary>
    public required string Explanation { get; init; }

    public double? Value { get; init; }

    public double? Limit { get; init; }

    /// <summary>The comparison behind it, if there is one.</summary>
    public GateImprovement? Improvement { get; init; }
}
