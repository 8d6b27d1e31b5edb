namespace MlOps.Domain.Telemetry;

/// <summary>Something that happened and from which is learnt. Kept as it was: nothing of it ever changes.</summary>
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

    /// <summary>What happened: "ModelVersion.changed", "session.login".</summary>
    public string EventType { get; private set; } = null!;

    /// <summary>To what kind of thing.</summary>
    public string? SubjectType { get; private set; }

    /// <summary>To which of them.</summary>
    public string? SubjectId { get; private set; }

    /// <summary>Who did it.</summary>
    public string? Actor { get; private set; }

    public Json? Payload { get; private set; }

    public static LearningEvent Record(string eventType, DateTimeOffset at, EventDetails? details = null) =>
        new(eventType, at, details);
}
