using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Retraining;

/// <summary>The promotion or rejection of a retrained version, with its grounds. It never changes.</summary>
public sealed class RetrainingDecision : Entity
{
    public const int MaxReasonLength = 1000;

    private readonly HashSet<StageTransition> _transitions = [];

    private RetrainingDecision()
    {
    }

    private RetrainingDecision(
        TriggerReason trigger, RetrainingAction action, DateTimeOffset at, DecisionEvidence? evidence)
        : base(at)
    {
        evidence ??= DecisionEvidence.None;
        Timestamp = CreatedAt;
        TriggerReason = Guard.Declared(trigger, nameof(TriggerReason));
        Action = action;
        ModelName = Guard.OptionalText(evidence.ModelName, nameof(ModelName), Model.MaxNameLength);
        CandidateVersionId = Guard.Identifier(evidence.CandidateVersionId, nameof(CandidateVersionId));
        DriftContext = evidence.DriftContext;
        DataContext = evidence.DataContext;
        DecisionDetails = evidence.DecisionDetails;
        LabeledSamples = Guard.NotNegative(evidence.LabeledSamples, nameof(LabeledSamples));
        CoveragePct = Guard.Between(evidence.CoveragePct, 0, 100, nameof(CoveragePct));
    }

    public DateTimeOffset Timestamp { get; private set; }

    public TriggerReason TriggerReason { get; private set; }

    public RetrainingAction Action { get; private set; }

    [MaxLength(Model.MaxNameLength)]
    public string? ModelName { get; private set; }

    public Guid? CandidateVersionId { get; private set; }

    /// <summary>The candidate that was decided about. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? CandidateVersion { get; private set; }

    public Json? DriftContext { get; private set; }

    public Json? DataContext { get; private set; }

    public Json? DecisionDetails { get; private set; }

    /// <summary>The reasons for a rejection; empty for a promotion.</summary>
    public IReadOnlyList<string> RejectionReasons { get; private set; } = [];

    public int? LabeledSamples { get; private set; }

    public double? CoveragePct { get; private set; }

    /// <summary>The moves that the decision led to, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<StageTransition> Transitions => _transitions;

    public static RetrainingDecision Promote(
        TriggerReason trigger, DateTimeOffset at, DecisionEvidence? evidence = null) =>
        new(trigger, RetrainingAction.Promote, at, evidence);

    /// <summary>Rejects the candidate for one or more reasons.</summary>
    public static RetrainingDecision Reject(
        TriggerReason trigger,
        IReadOnlyCollection<string> reasons,
        DateTimeOffset at,
        DecisionEvidence? evidence = null)
    {
        if (Guard.Given(reasons, nameof(RejectionReasons)).Count == 0)
            throw new InvalidValueException(nameof(RejectionReasons), "must hold at least one reason; it was empty");

        return new(trigger, RetrainingAction.Reject, at, evidence)
        {
            RejectionReasons =
                [.. reasons.Select(reason => Guard.Text(reason, nameof(RejectionReasons), MaxReasonLength))],
        };
    }
}
