using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Patterns;

/// <summary>A proposal to do something. It is accepted or rejected, and an accepted one is applied.</summary>
public sealed class Recommendation : ChangingEntity
{
    public const int MaxTypeLength = 100;
    public const int MaxTitleLength = 500;
    public const int MaxTargetLength = 500;
    public const int MaxByLength = 255;
    public const int MaxTextLength = 100_000;

    private Recommendation()
    {
    }

    private Recommendation(string recommendationType, string title, DateTimeOffset at, RecommendationDetails details)
        : base(at)
    {
        RecommendationType = Guard.Text(recommendationType, nameof(RecommendationType), MaxTypeLength);
        Title = Guard.Text(title, nameof(Title), MaxTitleLength);
        PatternId = Guard.Identifier(details.PatternId, nameof(PatternId));
        Priority = Guard.Declared(details.Priority, nameof(Priority));
        Description = Guard.OptionalText(details.Description, nameof(Description), MaxTextLength);
        Action = details.Action;
        ConfidenceScore = Guard.Between(details.ConfidenceScore, 0, 1, nameof(ConfidenceScore));
        TargetEntityType = Guard.OptionalText(details.TargetEntityType, nameof(TargetEntityType), MaxTypeLength);
        TargetEntityId = Guard.OptionalText(details.TargetEntityId, nameof(TargetEntityId), MaxTargetLength);
        StatusChangedAt = CreatedAt;
    }

    /// <summary>The kind of action: "refactor", "retrain".</summary>
    [MaxLength(MaxTypeLength)]
    public string RecommendationType { get; private set; } = null!;

    [MaxLength(MaxTitleLength)]
    public string Title { get; private set; } = null!;

    public Guid? PatternId { get; private set; }

    /// <summary>The pattern that led to the recommendation. Null if it was not loaded.</summary>
    [JsonIgnore]
    public IdentifiedPattern? Pattern { get; private set; }

    public RecommendationPriority Priority { get; private set; }

    public string? Description { get; private set; }

    public Json? Action { get; private set; }

    public double? ConfidenceScore { get; private set; }

    [MaxLength(MaxTypeLength)]
    public string? TargetEntityType { get; private set; }

    [MaxLength(MaxTargetLength)]
    public string? TargetEntityId { get; private set; }

    public RecommendationStatus Status { get; private set; }

    public DateTimeOffset StatusChangedAt { get; private set; }

    /// <summary>The author of its last change of status; null while it is proposed.</summary>
    [MaxLength(MaxByLength)]
    public string? StatusChangedBy { get; private set; }

    /// <summary>The reason for its status. A rejection and a reversion always have one.</summary>
    public string? StatusReason { get; private set; }

    public DateTimeOffset? AppliedAt { get; private set; }

    public static Recommendation Propose(
        string recommendationType, string title, DateTimeOffset at, RecommendationDetails? details = null) =>
        new(recommendationType, title, at, details ?? RecommendationDetails.None);

    public void Accept(string by, DateTimeOffset at, string? reason = null) =>
        MoveTo(RecommendationStatus.Accepted, by, reason, at);

    /// <summary>Rejects it. This is possible even after acceptance, until it is applied.</summary>
    public void Reject(string by, string reason, DateTimeOffset at) =>
        MoveTo(RecommendationStatus.Rejected, by, Guard.Text(reason, nameof(StatusReason), MaxTextLength), at);

    public void Apply(string by, DateTimeOffset at)
    {
        MoveTo(RecommendationStatus.Applied, by, null, at);
        AppliedAt = StatusChangedAt;
    }

    /// <summary>Records that the applied action was undone.</summary>
    public void Revert(string by, string reason, DateTimeOffset at) =>
        MoveTo(RecommendationStatus.Reverted, by, Guard.Text(reason, nameof(StatusReason), MaxTextLength), at);

    public override string ToString() => $"Recommendation '{Title}'";

    private static bool Allows(RecommendationStatus from, RecommendationStatus to) => (from, to) switch
    {
        (RecommendationStatus.Proposed, RecommendationStatus.Accepted or RecommendationStatus.Rejected) => true,
        (RecommendationStatus.Accepted, RecommendationStatus.Applied or RecommendationStatus.Rejected) => true,
        (RecommendationStatus.Applied, RecommendationStatus.Reverted) => true,
        _ => false,
    };

    private void MoveTo(RecommendationStatus status, string by, string? reason, DateTimeOffset at)
    {
        if (!Allows(Status, status))
            throw new IllegalTransitionException($"{this} is {Status} and cannot become {status}.");

        var who = Guard.Text(by, nameof(StatusChangedBy), MaxByLength);
        var why = Guard.OptionalText(reason, nameof(StatusReason), MaxTextLength);
        var time = Guard.Time(at, nameof(StatusChangedAt));
        RequireOrder($"became {Status}", StatusChangedAt, $"become {status}", time);
        Touch(time);
        (Status, StatusChangedAt, StatusChangedBy, StatusReason) = (status, time, who, why);
    }
}
