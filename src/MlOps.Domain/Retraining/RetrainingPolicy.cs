using System.ComponentModel.DataAnnotations;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Retraining;

/// <summary>
/// Named thresholds of the gate. A change creates a new version and preserves the old one, so that each decision can be
/// checked against the thresholds of its time.
/// </summary>
public sealed class RetrainingPolicy : ChangingEntity
{
    public const int MaxNameLength = 255;

    private RetrainingPolicy()
    {
    }

    private RetrainingPolicy(
        string name, string? modelName, int version, GateThresholds thresholds, string changedBy, DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        ModelName = modelName is null ? null : Guard.Text(modelName, nameof(ModelName), Model.MaxNameLength);
        Version = version;
        ChangedBy = Guard.Text(changedBy, nameof(ChangedBy), MaxNameLength);
        var asked = Guard.Given(thresholds, nameof(Thresholds)).Require();
        (PrimaryMetric, MinImprovement, Confidence, Lookback) =
            (asked.PrimaryMetric, asked.MinImprovement, asked.Confidence, asked.Lookback);
        (MinLabeledSamples, MinCoveragePct, MinAnsweredPct) = (asked.MinLabeledSamples, asked.MinCoveragePct, asked.MinAnsweredPct);
        Guards = [.. asked.Guards];
        (SegmentFeature, SegmentCap, MinSegmentSamples, MaxSegmentLoss) =
            (asked.SegmentFeature, asked.SegmentCap, asked.MinSegmentSamples, asked.MaxSegmentLoss);
        (MinFeatureDriftRatio, CoolDown, RequiresApproval) = (asked.MinFeatureDriftRatio, asked.CoolDown, asked.RequiresApproval);
        (DecisionThreshold, PositiveLabel) = (asked.DecisionThreshold, asked.PositiveLabel);
        (RetrainEvery, RequestCoolDown) = (asked.RetrainEvery, asked.RequestCoolDown);
    }

    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    /// <summary>The model that it is for. Null for all models without a policy of their own.</summary>
    [MaxLength(Model.MaxNameLength)]
    public string? ModelName { get; private set; }

    /// <summary>1, 2, 3 within the name.</summary>
    public int Version { get; private set; }

    [MaxLength(MaxNameLength)]
    public string ChangedBy { get; private set; } = null!;

    /// <summary>The database login that stored the version. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? ChangedLogin { get; private set; }

    /// <inheritdoc cref="GateThresholds.PrimaryMetric"/>
    public GateMetric PrimaryMetric { get; private set; }

    /// <inheritdoc cref="GateThresholds.MinImprovement"/>
    public double MinImprovement { get; private set; }

    /// <inheritdoc cref="GateThresholds.Confidence"/>
    public double Confidence { get; private set; }

    /// <inheritdoc cref="GateThresholds.Lookback"/>
    public TimeSpan Lookback { get; private set; }

    /// <inheritdoc cref="GateThresholds.MinLabeledSamples"/>
    public int MinLabeledSamples { get; private set; }

    /// <inheritdoc cref="GateThresholds.MinCoveragePct"/>
    public double MinCoveragePct { get; private set; }

    /// <inheritdoc cref="GateThresholds.MinAnsweredPct"/>
    public double MinAnsweredPct { get; private set; }

    /// <inheritdoc cref="GateThresholds.Guards"/>
    public IReadOnlyList<GateGuard> Guards { get; private set; } = [];

    /// <inheritdoc cref="GateThresholds.SegmentFeature"/>
    [MaxLength(Features.Feature.MaxNameLength)]
    public string? SegmentFeature { get; private set; }

    /// <inheritdoc cref="GateThresholds.SegmentCap"/>
    public int SegmentCap { get; private set; }

    /// <inheritdoc cref="GateThresholds.MinSegmentSamples"/>
    public int MinSegmentSamples { get; private set; }

    /// <inheritdoc cref="GateThresholds.MaxSegmentLoss"/>
    public double MaxSegmentLoss { get; private set; }

    /// <inheritdoc cref="GateThresholds.MinFeatureDriftRatio"/>
    public double MinFeatureDriftRatio { get; private set; }

    /// <inheritdoc cref="GateThresholds.CoolDown"/>
    public TimeSpan CoolDown { get; private set; }

    /// <inheritdoc cref="GateThresholds.RequiresApproval"/>
    public bool RequiresApproval { get; private set; }

    /// <inheritdoc cref="GateThresholds.DecisionThreshold"/>
    public double DecisionThreshold { get; private set; }

    /// <inheritdoc cref="GateThresholds.PositiveLabel"/>
    public double PositiveLabel { get; private set; }

    /// <inheritdoc cref="GateThresholds.RetrainEvery"/>
    public TimeSpan? RetrainEvery { get; private set; }

    /// <inheritdoc cref="GateThresholds.RequestCoolDown"/>
    public TimeSpan RequestCoolDown { get; private set; }

    public GateThresholds Thresholds => new()
    {
        PrimaryMetric = PrimaryMetric,
        MinImprovement = MinImprovement,
        Confidence = Confidence,
        Lookback = Lookback,
        MinLabeledSamples = MinLabeledSamples,
        MinCoveragePct = MinCoveragePct,
        MinAnsweredPct = MinAnsweredPct,
        Guards = Guards,
        SegmentFeature = SegmentFeature,
        SegmentCap = SegmentCap,
        MinSegmentSamples = MinSegmentSamples,
        MaxSegmentLoss = MaxSegmentLoss,
        MinFeatureDriftRatio = MinFeatureDriftRatio,
        CoolDown = CoolDown,
        RequiresApproval = RequiresApproval,
        DecisionThreshold = DecisionThreshold,
        PositiveLabel = PositiveLabel,
        RetrainEvery = RetrainEvery,
        RequestCoolDown = RequestCoolDown,
    };

    /// <summary>The time at which the next version replaced it; null while it is the current one.</summary>
    public DateTimeOffset? ReplacedAt { get; private set; }

    public bool IsCurrent => ReplacedAt is null;

    /// <summary>Creates the first version of a policy, for one model or, if it names none, for all that have none of their own.</summary>
    public static RetrainingPolicy Define(
        string name, GateThresholds thresholds, string changedBy, DateTimeOffset at, string? modelName = null) =>
        new(name, modelName, 1, thresholds, changedBy, at);

    /// <summary>Replaces this version and returns the next one, to be stored in the same unit of work.</summary>
    public RetrainingPolicy Change(GateThresholds thresholds, string changedBy, DateTimeOffset at)
    {
        if (!IsCurrent)
            throw new IllegalTransitionException(
                $"{this} was replaced at {ReplacedAt:O} and cannot be changed. Change the current version.");

        var next = new RetrainingPolicy(Name, ModelName, Version + 1, thresholds, changedBy, at);
        if (next.Thresholds == Thresholds)
            throw new IllegalTransitionException($"{this} already has these thresholds.");

        RequireOrder("was created", CreatedAt, "be replaced", next.CreatedAt);
        next.InheritTenantFrom(this);
        Touch(next.CreatedAt);
        ReplacedAt = next.CreatedAt;
        return next;
    }

    public override string ToString() => $"Version {Version} of retraining policy '{Name}'";
}
