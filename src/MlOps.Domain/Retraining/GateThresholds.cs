using System.Text.Json.Serialization;

namespace MlOps.Domain.Retraining;

/// <summary>What the gate asks for before a challenger takes the place of the champion.</summary>
public sealed record GateThresholds
{
    public const int MaxGuards = 20;
    public const int MaxSegmentCap = 1000;

    public static readonly TimeSpan MaxLookback = TimeSpan.FromDays(3660);

    /// <summary>The metric by which the challenger must be better.</summary>
    public GateMetric PrimaryMetric { get; init; } = GateMetric.F1;

    /// <summary>
    /// By how much at least, in the unit of the metric. The interval of the improvement must lie above 0 as well, so that it is not by
    /// chance. With a value below 0, the interval must lie above this value: the challenger may be worse by that much.
    /// </summary>
    public double MinImprovement { get; init; }

    /// <summary>The certainty of the intervals, from 0.5 to 0.9999: how often their lower end is right.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>How long before the present the predictions are from.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromDays(14);

    /// <summary>The number of predictions of the champion that must have a label and an answer of the challenger.</summary>
    public int MinLabeledSamples { get; init; } = 500;

    /// <summary>The percentage of the champion's predictions that must have a label, from 0 to 100.</summary>
    public double MinCoveragePct { get; init; }

    /// <summary>
    /// The percentage of the labelled predictions that the challenger must have answered, from 0 to 100. One that answers only what is easy
    /// would look better than it is.
    /// </summary>
    public double MinAnsweredPct { get; init; } = 95;

    /// <summary>The metrics that must not get worse.</summary>
    public IReadOnlyList<GateGuard> Guards { get; init; } = [];

    /// <summary>The feature, column of the predictions, or "context:KEY" by which segments are compared. None if it is null.</summary>
    public string? SegmentFeature { get; init; }

    /// <summary>The number of segments that have names: the largest ones. All others are one together.</summary>
    public int SegmentCap { get; init; } = 20;

    /// <summary>A segment with fewer predictions is not judged.</summary>
    public int MinSegmentSamples { get; init; } = 100;

    /// <summary>How much worse the worst segment may be by the primary metric.</summary>
    public double MaxSegmentLoss { get; init; }

    /// <summary>The share of drifted features, from 0 to 1, that a retraining because of drift needs.</summary>
    public double MinFeatureDriftRatio { get; init; }

    /// <summary>How long a champion serves at least.</summary>
    public TimeSpan CoolDown { get; init; }

    /// <summary>How long after the last promotion or request the next retraining is requested. Never by time alone if it is null.</summary>
    public TimeSpan? RetrainEvery { get; init; }

    /// <summary>How long after a request no other one is opened, except by a person.</summary>
    public TimeSpan RequestCoolDown { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether another person than the one who ran the gate must approve a promotion.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>The score from which an answer is positive.</summary>
    public double DecisionThreshold { get; init; } = 0.5;

    /// <summary>The label of a positive prediction.</summary>
    public double PositiveLabel { get; init; } = 1;

    /// <summary>Whether any metric is one of a classifier.</summary>
    [JsonIgnore]
    public bool ComparesClassifiers => PrimaryMetric.IsForClassifiers() || Guards.Any(guard => guard.Metric.IsForClassifiers());

    [JsonIgnore]
    private object Scalars => (
        (PrimaryMetric, MinImprovement, Confidence, Lookback, MinLabeledSamples, MinCoveragePct, MinAnsweredPct),
        (SegmentFeature, SegmentCap, MinSegmentSamples, MaxSegmentLoss),
        (MinFeatureDriftRatio, CoolDown, RequiresApproval, DecisionThreshold, PositiveLabel),
        (RetrainEvery, RequestCoolDown));

    /// <summary>Compares by value, the guards too.</summary>
    public bool Equals(GateThresholds? other) =>
        other is not null && Scalars.Equals(other.Scalars) && Guards.SequenceEqual(other.Guards);

    public override int GetHashCode() => Scalars.GetHashCode();

    internal GateThresholds Require()
    {
        Guard.Declared(PrimaryMetric, nameof(PrimaryMetric));
        Guard.Finite(MinImprovement, nameof(MinImprovement));
        Guard.Between(Confidence, 0.5, 0.9999, nameof(Confidence));
        var lookback = Guard.NotNegative(Lookback, nameof(Lookback));
        if (lookback == TimeSpan.Zero || lookback > MaxLookback)
            throw new InvalidValueException(nameof(Lookback), $"must be above 0 and at most {MaxLookback.Days} days; it was {lookback}");

        Guard.NotNegative(MinLabeledSamples, nameof(MinLabeledSamples));
        Guard.Between(MinCoveragePct, 0, 100, nameof(MinCoveragePct));
        Guard.Between(MinAnsweredPct, 0, 100, nameof(MinAnsweredPct));
        Guard.Between(Guard.Given(Guards, nameof(Guards)).Count, 0, MaxGuards, nameof(Guards));
        foreach (var (metric, _) in Guards.CountBy(guard => guard.Metric).Where(same => same.Value > 1))
            throw new InvalidValueException(nameof(Guards), $"must be of different metrics; {metric} was there twice");

        Guard.OptionalText(SegmentFeature, nameof(SegmentFeature), Features.Feature.MaxNameLength);
        Guard.Between(SegmentCap, 1, MaxSegmentCap, nameof(SegmentCap));
        Guard.AtLeast(MinSegmentSamples, 1, nameof(MinSegmentSamples));
        Guard.NotNegative(MaxSegmentLoss, nameof(MaxSegmentLoss));
        Guard.Between(MinFeatureDriftRatio, 0, 1, nameof(MinFeatureDriftRatio));
        Guard.Between(DecisionThreshold, 0, 1, nameof(DecisionThreshold));
        Guard.Finite(PositiveLabel, nameof(PositiveLabel));
        var every = Guard.NotNegative(RetrainEvery, nameof(RetrainEvery));
        if (every == TimeSpan.Zero)
            throw new InvalidValueException(nameof(RetrainEvery), "must be longer than nothing; it was 0");

        return this with
        {
            CoolDown = Guard.NotNegative(CoolDown, nameof(CoolDown)),
            Lookback = lookback,
            RetrainEvery = every,
            RequestCoolDown = Guard.NotNegative(RequestCoolDown, nameof(RequestCoolDown)),
        };
    }
}
