using MlOps.Domain;

namespace MlOps.Persistence.Repositories.Features;

/// <summary>A question to the feature store: the state of an entity at one time, as it was known at another.</summary>
public readonly record struct FeaturePoint
{
    public FeaturePoint(string entityId, DateTimeOffset eventTime, DateTimeOffset knownAt)
    {
        EntityId = Guard.Given(entityId, nameof(EntityId));
        EventTime = Guard.Time(eventTime, nameof(EventTime));
        KnownAt = Guard.Time(knownAt, nameof(KnownAt));
    }

    public string EntityId { get; }

    public DateTimeOffset EventTime { get; }

    public DateTimeOffset KnownAt { get; }
}
