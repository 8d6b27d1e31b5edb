using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Retraining;

/// <summary>
/// The wish for a new version of a model. A model has one at a time: it is open until a version is registered, and closed by the decision
/// about that version, or by a person. <see cref="Entity.CreatedAt"/> is when it was opened.
/// </summary>
public sealed class RetrainingRequest : ChangingEntity
{
    public const int MaxReasonLength = 2000;

    private RetrainingRequest()
    {
    }

    private RetrainingRequest(string modelName, TriggerReason trigger, string why, string requestedBy, DateTimeOffset at)
        : base(at)
    {
        ModelName = Guard.Text(modelName, nameof(ModelName), Model.MaxNameLength);
        TriggerReason = Guard.Declared(trigger, nameof(TriggerReason));
        Why = Guard.Text(why, nameof(Why), MaxReasonLength);
        RequestedBy = Guard.Text(requestedBy, nameof(RequestedBy), StageChange.MaxByLength);
    }

    [MaxLength(Model.MaxNameLength)]
    public string ModelName { get; private set; } = null!;

    public TriggerReason TriggerReason { get; private set; }

    /// <summary>What the trigger saw, or what the person said.</summary>
    [MaxLength(MaxReasonLength)]
    public string Why { get; private set; } = null!;

    /// <summary>Who opened it, as the caller says.</summary>
    [MaxLength(StageChange.MaxByLength)]
    public string RequestedBy { get; private set; } = null!;

    /// <summary>The database login that opened it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? RequestedLogin { get; private set; }

    /// <summary>When the version was registered.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The newest version that was registered while the request was open.</summary>
    public Guid? AnswerVersionId { get; private set; }

    /// <summary>That version. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? AnswerVersion { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Who decided or withdrew it, as the caller says.</summary>
    [MaxLength(StageChange.MaxByLength)]
    public string? ClosedBy { get; private set; }

    /// <summary>The database login that closed it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? ClosedLogin { get; private set; }

    /// <summary>The decision that closed it. Null if it was withdrawn.</summary>
    public Guid? DecisionId { get; private set; }

    /// <summary>That decision. Null if it was not loaded.</summary>
    [JsonIgnore]
    public RetrainingDecision? Decision { get; private set; }

    /// <summary>Why it was withdrawn.</summary>
    [MaxLength(MaxReasonLength)]
    public string? WithdrawalReason { get; private set; }

    public RetrainingRequestState State =>
        DecisionId is not null ? RetrainingRequestState.Decided
        : ClosedAt is not null ? RetrainingRequestState.Withdrawn
        : AnsweredAt is not null ? RetrainingRequestState.Answered
        : RetrainingRequestState.Open;

    public static RetrainingRequest Open(
        string modelName, TriggerReason trigger, string why, string requestedBy, DateTimeOffset at) =>
        new(modelName, trigger, why, requestedBy, at);

    /// <summary>Notes that a version was registered. A later version takes the place of an earlier one.</summary>
    public void Answer(ModelVersion version, DateTimeOffset at)
    {
        RequireOpen("be answered");
        if (Guard.Given(version, nameof(AnswerVersion)).ModelName != ModelName)
            throw new IllegalTransitionException($"{this} cannot be answered by {version}, which is one of another model.");

        (AnswerVersionId, AnsweredAt) = (version.Id, NotBefore(AnsweredAt ?? CreatedAt, at, nameof(AnsweredAt)));
        Touch(AnsweredAt.Value);
    }

    /// <summary>Closes it by a decision about the version that was registered for it.</summary>
    public void Close(RetrainingDecision decision)
    {
        RequireOpen("be closed");
        if (AnswerVersionId is null || Guard.Given(decision, nameof(Decision)).CandidateVersionId != AnswerVersionId)
            throw new IllegalTransitionException($"{this} cannot be closed by decision {decision.Id}, which is about another version.");

        if (decision.Action == RetrainingAction.PendingApproval)
            throw new IllegalTransitionException($"{this} cannot be closed by decision {decision.Id}, which waits for approval.");

        End(decision.DecidedBy ?? "unknown", decision.Timestamp);
        DecisionId = decision.Id;
    }

    /// <summary>Closes it without a decision.</summary>
    public void Withdraw(string reason, string by, DateTimeOffset at)
    {
        RequireOpen("be withdrawn");
        var why = Guard.Text(reason, nameof(WithdrawalReason), MaxReasonLength);
        End(by, at);
        WithdrawalReason = why;
    }

    public override string ToString() => $"Retraining request {Id} of model '{ModelName}'";

    private void End(string by, DateTimeOffset at)
    {
        ClosedBy = Guard.Text(by, nameof(ClosedBy), StageChange.MaxByLength);
        ClosedAt = NotBefore(AnsweredAt ?? CreatedAt, at, nameof(ClosedAt));
        Touch(ClosedAt.Value);
    }

    private void RequireOpen(string step)
    {
        if (ClosedAt is not null)
            throw new IllegalTransitionException($"{this} was closed at {ClosedAt:O} by {ClosedBy}, and can no longer {step}.");
    }

    // The machine that registers a version may have a clock that is behind. The version counts all the same.
    private static DateTimeOffset NotBefore(DateTimeOffset last, DateTimeOffset at, string property) =>
        Guard.Time(at, property) is var time && time < last ? last : time;
}
