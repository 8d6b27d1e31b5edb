namespace MlOps.Domain.Retraining;

/// <summary>The basis of a decision: enough to repeat it with the same result.</summary>
public sealed record DecisionEvidence
{
    public static readonly DecisionEvidence None = new();

    public string? ModelName { get; init; }

    /// <summary>The version in question.</summary>
    public Guid? CandidateVersionId { get; init; }

    public Json? DriftContext { get; init; }

    public Json? DataContext { get; init; }

    /// <summary>The calculation of the gate: thresholds, metrics, improvements.</summary>
    public Json? DecisionDetails { get; init; }

    public int? LabeledSamples { get; init; }

    /// <summary>The percentage of predictions with a label, from 0 to 100.</summary>
    public double? CoveragePct { get; init; }

    /// <summary>The hash of the evidence of the gate.</summary>
    internal string? Hash { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }
}
