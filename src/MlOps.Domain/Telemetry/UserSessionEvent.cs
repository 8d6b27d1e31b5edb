using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>An action of a user in a session.</summary>
public sealed class UserSessionEvent : LearningEvent
{
    public const string Kind = "user.session";

    private UserSessionEvent()
    {
    }

    private UserSessionEvent(DateTimeOffset at, EventDetails? details)
        : base(Kind, at, details)
    {
    }

    [MaxLength(MaxNameLength)]
    public string UserId { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string SessionId { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string Action { get; private set; } = null!;

    public double? DurationMs { get; private set; }

    public static UserSessionEvent Record(
        string userId,
        string sessionId,
        string action,
        DateTimeOffset at,
        double? durationMs = null,
        EventDetails? details = null) =>
        new(at, details)
        {
            UserId = Guard.Text(userId, nameof(UserId), MaxNameLength),
            SessionId = Guard.Text(sessionId, nameof(SessionId), MaxNameLength),
            Action = Guard.Text(action, nameof(Action), MaxNameLength),
            DurationMs = Guard.NotNegative(durationMs, nameof(DurationMs)),
        };
}
