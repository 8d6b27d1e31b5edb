namespace MlOps.Domain.Retraining;

/// <summary>What the labels of predictions say about champion and challenger, which both answered them.</summary>
public sealed record PairedOutcomes
{
    /// <summary>The predictions with a label and both answers.</summary>
    public required long Paired { get; init; }

    /// <summary>The answers to a yes-or-no question. A row counts if both scores are from 0 to 1.</summary>
    public required PairedCounts Counts { get; init; }

    /// <summary>The squares of the errors of both scores. Null without two rows.</summary>
    public PairedMoments? Brier { get; init; }

    /// <summary>The negative logarithms of what both scores gave to the label.</summary>
    public PairedMoments? LogLoss { get; init; }

    /// <summary>Null without a positive and a negative label.</summary>
    public PairedAuc? Auc { get; init; }

    /// <summary>The absolute differences from the label, of numbers.</summary>
    public PairedMoments? Absolute { get; init; }

    /// <summary>The squares of the differences from the label, of numbers.</summary>
    public PairedMoments? Squared { get; init; }

    /// <summary>The predictions that count for a policy. A score that is not from 0 to 1 answers no question for a classifier.</summary>
    internal long CountFor(GateThresholds thresholds) => thresholds.ComparesClassifiers ? Counts.Total : Paired;
}
