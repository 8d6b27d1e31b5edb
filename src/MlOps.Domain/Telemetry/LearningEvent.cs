using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>An event that models can learn from. It never changes.</summary>
public class LearningEvent : Entity
{
    public const int MaxNameLength = 255;
    public const int MaxTextLength = 100_000;

    /// <summary>For the persistence layer, which fills the properties itself.</summary>
    protected LearningEvent()
    {
    }

    protected LearningEvent(string eventType, DateTimeOffset at, EventDetails? details)
        : base(at)
    {
        EventType = Guard.Text(eventType, nameof(EventType), MaxNameLength);
        details ??= EventDetails.None;
        SubjectType = Guard.OptionalText(details.SubjectType, nameof(SubjectType), MaxNameLength);
        SubjectId = Guard.OptionalText(details.SubjectId, nameof(SubjectId), MaxNameLength);
        Actor = Guard.OptionalText(details.Actor, nameof(Actor), MaxNameLength);
        Payload = details.Payload;
    }

    /// <summary>The type of event: "ModelVersion.changed", "session.login".</summary>
    [MaxLength(MaxNameLength)]
    public string EventType { get; private set; } = null!;

    /// <summary>The kind of thing that it happened to.</summary>
    [MaxLength(MaxNameLength)]
    public string? SubjectType { get; private set; }

    /// <summary>The thing that it happened to.</summary>
    [MaxLength(MaxNameLength)]
    public string? SubjectId { get; private set; }

    /// <summary>The person or program that caused it.</summary>
    [MaxLength(MaxNameLength)]
    public string? Actor { get; private set; }

    public Json? Payload { get; private set; }

    public static LearningEvent Record(string eventType, DateTimeOffset at, EventDetails? details = null) =>
        new(eventType, at, details);
}
