namespace MlOps.Domain.Retraining;

/// <summary>What a retrained version has to prove, and when a version is retrained.</summary>
public sealed record GateThresholds
{
    /// <summary>The share of features from which on drift leads to a retraining, from 0 to 1.</summary>
    public required double MinFeatureDriftRatio { get; init; }

    /// <summary>How many predictions must have a label.</summary>
    public required int MinLabeledSamples { get; init; }

    /// <summary>How many of all predictions must have one, from 0 to 100.</summary>
    public required double MinCoveragePct { get; init; }

    /// <summary>By how much F1 must rise, from -1 to 1; below 0 it may fall.</summary>
    public required double MinF1Improvement { get; init; }

    /// <summary>By how much the Brier score, of which less is better, may rise: from 0 to 2.</summary>
    public required double MaxBrierIncrease { get; init; }
}
