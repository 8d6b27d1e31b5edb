using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Retraining;

/// <summary>The promotion or rejection of a retrained version, with its grounds. It never changes.</summary>
public sealed partial class RetrainingDecision : Entity
{
    public const int MaxReasonLength = 1000;

    private const int HashLength = 64;

    private readonly HashSet<StageTransition> _transitions = [];
    private readonly HashSet<ServingPeriod> _servingPeriods = [];

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
        EvidenceHash = evidence.Hash;
        DecidedBy = Guard.OptionalText(evidence.DecidedBy, nameof(DecidedBy), StageChange.MaxByLength);
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

    /// <summary>The SHA-256 of the evidence in <see cref="DecisionDetails"/>, of a decision of the gate.</summary>
    [MaxLength(HashLength)]
    public string? EvidenceHash { get; private set; }

    /// <summary>Who decided, or ran the gate, as the caller says.</summary>
    [MaxLength(StageChange.MaxByLength)]
    public string? DecidedBy { get; private set; }

    /// <summary>The database login that stored the decision. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? DecidedLogin { get; private set; }

    /// <summary>The decision that waited for approval, and that this one answers.</summary>
    public Guid? AnswersDecisionId { get; private set; }

    /// <summary>The decision that this one answers. Null if it was not loaded.</summary>
    [JsonIgnore]
    public RetrainingDecision? AnswersDecision { get; private set; }

    /// <summary>The moves that the decision led to, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<StageTransition> Transitions => _transitions;

    /// <summary>The times in production that the decision opened, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<ServingPeriod> ServingPeriods => _servingPeriods;

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

    /// <summary>Records a verdict of the gate, with the evidence and what each rule found.</summary>
    public static RetrainingDecision FromGate(GateEvidence evidence, string decidedBy, DateTimeOffset at)
    {
        var verdict = Gate.Judge(evidence);
        var document = evidence.ToJson();
        return new(evidence.Trigger, verdict.Action, at, new DecisionEvidence
        {
            ModelName = evidence.ModelName,
            CandidateVersionId = evidence.Challenger.Id,
            DriftContext = Json.From(evidence.Drift),
            DataContext = Json.From(new
            {
                evidence.WindowStart,
                evidence.WindowEnd,
                evidence.Predictions,
                evidence.Labelled,
                evidence.All.Paired,
                evidence.CoveragePct,
                evidence.AnsweredPct,
            }),
            DecisionDetails = Json.From(new { Evidence = document, verdict.Findings }),
            LabeledSamples = checked((int)evidence.Compared),
            CoveragePct = evidence.CoveragePct,
            Hash = GateEvidence.Hash(document),
            DecidedBy = decidedBy,
        })
        {
            RejectionReasons = [.. verdict.Reasons],
        };
    }

    /// <summary>Reads the evidence of a decision of the gate.</summary>
    /// <exception cref="IllegalTransitionException">It is no decision of the gate, or its evidence has been changed.</exception>
    public GateEvidence ReadEvidence()
    {
        var evidence = EvidenceHash is null ? null : DecisionDetails?.As<EvidenceDocument>()?.Evidence;
        if (evidence is null)
            throw new IllegalTransitionException($"Decision {Id} is not one of the gate, and has no evidence.");

        var hash = GateEvidence.Hash(evidence);
        return hash == EvidenceHash
            ? evidence.As<GateEvidence>()!
            : throw new IllegalTransitionException(
                $"The evidence of decision {Id} has been changed: its hash is {hash}, and was {EvidenceHash}.");
    }

    /// <summary>Agrees with a decision that waits for approval. Whoever stores it must have another login than that decision has.</summary>
    public RetrainingDecision Approve(string decidedBy, DateTimeOffset at) => Answer(RetrainingAction.Promote, [], decidedBy, at);

    /// <summary>Rejects what waits for approval.</summary>
    public RetrainingDecision Refuse(string reason, string decidedBy, DateTimeOffset at) =>
        Answer(RetrainingAction.Reject, [Guard.Text(reason, nameof(RejectionReasons), MaxReasonLength)], decidedBy, at);

    private RetrainingDecision Answer(RetrainingAction action, string[] reasons, string decidedBy, DateTimeOffset at)
    {
        if (Action != RetrainingAction.PendingApproval)
            throw new IllegalTransitionException($"Decision {Id} is to {Action}, and does not wait for approval.");

        RequireOrder("was made", CreatedAt, "be answered", at);
        var answer = new RetrainingDecision(TriggerReason, action, at, new DecisionEvidence
        {
            ModelName = ModelName,
            CandidateVersionId = CandidateVersionId,
            DriftContext = DriftContext,
            DataContext = DataContext,
            LabeledSamples = LabeledSamples,
            CoveragePct = CoveragePct,
            DecidedBy = decidedBy,
        })
        {
            AnswersDecisionId = Id,
            RejectionReasons = reasons,
        };
        answer.InheritTenantFrom(this);
        return answer;
    }

    private sealed record EvidenceDocument(Json Evidence, IReadOnlyList<Json> Findings);
}
