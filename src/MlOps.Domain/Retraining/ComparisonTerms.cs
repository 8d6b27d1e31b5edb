namespace MlOps.Domain.Retraining;

/// <summary>How two versions are compared.</summary>
public sealed record ComparisonTerms
{
    public const int MaxSegmentFeatures = 20;

    /// <summary>The metrics. Those that fit the type of the model if it is empty.</summary>
    public IReadOnlyList<GateMetric> Metrics { get; init; } = [];

    /// <summary>The share of intervals that contain the true difference, from 0.5 to 0.9999.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>With fewer labelled predictions of either version, their number is all that is said.</summary>
    public int MinLabelled { get; init; } = 30;

    /// <summary>The features, columns of the predictions, or "context:KEY" by each of which segments are compared.</summary>
    public IReadOnlyList<string> SegmentFeatures { get; init; } = [];

    /// <summary>The number of segments that have names: those with the most labels. All others are one together.</summary>
    public int SegmentCap { get; init; } = 20;

    /// <summary>The score from which an answer is positive.</summary>
    public double DecisionThreshold { get; init; } = 0.5;

    /// <summary>The label of a positive prediction.</summary>
    public double PositiveLabel { get; init; } = 1;

    /// <exception cref="InvalidValueException">A value is not allowed.</exception>
    public ComparisonTerms Require()
    {
        foreach (var metric in Guard.Given(Metrics, nameof(Metrics)))
            Guard.Declared(metric, nameof(Metrics));

        Guard.Between(Confidence, 0.5, 0.9999, nameof(Confidence));
        Guard.AtLeast(MinLabelled, 2, nameof(MinLabelled));
        Guard.Between(Guard.Given(SegmentFeatures, nameof(SegmentFeatures)).Count, 0, MaxSegmentFeatures, nameof(SegmentFeatures));
        foreach (var feature in SegmentFeatures)
            Guard.Text(feature, nameof(SegmentFeatures), Features.Feature.MaxNameLength);

        Guard.Between(SegmentCap, 1, GateThresholds.MaxSegmentCap, nameof(SegmentCap));
        Guard.Between(DecisionThreshold, 0, 1, nameof(DecisionThreshold));
        Guard.Finite(PositiveLabel, nameof(PositiveLabel));
        return this;
    }
}
