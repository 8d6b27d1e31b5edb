namespace MlOps.Domain.Retraining;

/// <summary>The conditions for a retraining, and for the promotion of a retrained version.</summary>
public sealed record GateThresholds
{
    /// <summary>The share of drifted features from which a retraining starts, from 0 to 1.</summary>
    public required double MinFeatureDriftRatio { get; init; }

    /// <summary>The number of predictions that must have a label.</summary>
    public required int MinLabeledSamples { get; init; }

    /// <summary>The percentage of all predictions that must have a label, from 0 to 100.</summary>
    public required double MinCoveragePct { get; init; }

    /// <summary>The required increase of F1, from -1 to 1. With a value below 0, F1 may fall by that much.</summary>
    public required double MinF1Improvement { get; init; }

    /// <summary>The allowed increase of the Brier score, from 0 to 2. A lower score is better.</summary>
    public required double MaxBrierIncrease { get; init; }
}
