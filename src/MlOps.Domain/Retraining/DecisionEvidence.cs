namespace MlOps.Domain.Retraining;

/// <summary>What a decision was based on: enough to take it again and come to the same end.</summary>
public sealed record DecisionEvidence
{
    public static readonly DecisionEvidence None = new();

    public string? ModelName { get; init; }

    /// <summary>The version that was judged.</summary>
    public Guid? CandidateVersionId { get; init; }

    public Json? DriftContext { get; init; }

    public Json? DataContext { get; init; }

    /// <summary>The gate's reckoning: thresholds, metrics, improvements.</summary>
    public Json? DecisionDetails { get; init; }

    public int? LabeledSamples { get; init; }

    /// <summary>How many of the predictions have a label, from 0 to 100.</summary>
    public double? CoveragePct { get; init; }
}
