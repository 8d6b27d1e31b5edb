using System.ComponentModel.DataAnnotations;

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

    private RetrainingPolicy(string name, int version, GateThresholds thresholds, string changedBy, DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        Version = version;
        ChangedBy = Guard.Text(changedBy, nameof(ChangedBy), MaxNameLength);
        MinFeatureDriftRatio = Guard.Between(
            Guard.Given(thresholds, nameof(Thresholds)).MinFeatureDriftRatio, 0, 1, nameof(MinFeatureDriftRatio));
        MinLabeledSamples = Guard.NotNegative(thresholds.MinLabeledSamples, nameof(MinLabeledSamples));
        MinCoveragePct = Guard.Between(thresholds.MinCoveragePct, 0, 100, nameof(MinCoveragePct));
        MinF1Improvement = Guard.Between(thresholds.MinF1Improvement, -1, 1, nameof(MinF1Improvement));
        MaxBrierIncrease = Guard.Between(thresholds.MaxBrierIncrease, 0, 2, nameof(MaxBrierIncrease));
    }

    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    /// <summary>1, 2, 3 within the name.</summary>
    public int Version { get; private set; }

    [MaxLength(MaxNameLength)]
    public string ChangedBy { get; private set; } = null!;

    /// <summary>The database login that stored the version. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? ChangedLogin { get; private set; }

    public double MinFeatureDriftRatio { get; private set; }

    public int MinLabeledSamples { get; private set; }

    public double MinCoveragePct { get; private set; }

    public double MinF1Improvement { get; private set; }

    public double MaxBrierIncrease { get; private set; }

    public GateThresholds Thresholds => new()
    {
        MinFeatureDriftRatio = MinFeatureDriftRatio,
        MinLabeledSamples = MinLabeledSamples,
        MinCoveragePct = MinCoveragePct,
        MinF1Improvement = MinF1Improvement,
        MaxBrierIncrease = MaxBrierIncrease,
    };

    /// <summary>The time at which the next version replaced it; null while it is the current one.</summary>
    public DateTimeOffset? ReplacedAt { get; private set; }

    public bool IsCurrent => ReplacedAt is null;

    /// <summary>Creates the first version of a policy.</summary>
    public static RetrainingPolicy Define(
        string name, GateThresholds thresholds, string changedBy, DateTimeOffset at) =>
        new(name, 1, thresholds, changedBy, at);

    /// <summary>Replaces this version and returns the next one, to be stored in the same unit of work.</summary>
    public RetrainingPolicy Change(GateThresholds thresholds, string changedBy, DateTimeOffset at)
    {
        if (!IsCurrent)
            throw new IllegalTransitionException(
                $"{this} was replaced at {ReplacedAt:O} and cannot be changed. Change the current version.");

        var next = new RetrainingPolicy(Name, Version + 1, thresholds, changedBy, at);
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
