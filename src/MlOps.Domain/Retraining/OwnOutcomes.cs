using MlOps.Domain.Statistics;

namespace MlOps.Domain.Retraining;

/// <summary>What labels say about the predictions that one version made itself.</summary>
public sealed record OwnOutcomes
{
    /// <summary>Those of a version without predictions.</summary>
    public static readonly OwnOutcomes None = new();

    /// <summary>All predictions.</summary>
    public long Predictions { get; init; }

    /// <summary>Those with a label.</summary>
    public long Labelled { get; init; }

    /// <summary>Those with a label and an answer.</summary>
    public long Answered { get; init; }

    /// <summary>Positive answers to positive labels. An answer counts in these four if its score is from 0 to 1.</summary>
    public long TruePositives { get; init; }

    public long FalsePositives { get; init; }

    public long FalseNegatives { get; init; }

    public long TrueNegatives { get; init; }

    /// <summary>The squares of the errors of the scores.</summary>
    public Moments Brier { get; init; }

    /// <summary>The negative logarithms of what the scores gave to the label.</summary>
    public Moments LogLoss { get; init; }

    /// <summary>The absolute differences from the label, of numbers. None if one is too large to be squared.</summary>
    public Moments Absolute { get; init; }

    /// <summary>The squares of the differences from the label, of numbers.</summary>
    public Moments Squared { get; init; }

    /// <summary>Null without a positive and a negative label.</summary>
    public OwnAuc? Auc { get; init; }

    /// <summary>The answers that count to a classifier.</summary>
    internal long Scored => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;
}
