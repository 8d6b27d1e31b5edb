namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>A label of a prediction, and when the database gets it.</summary>
internal sealed record KnownLabel(DateTimeOffset ArrivesAt, double Value)
{
    public DateTimeOffset? StoredAt { get; set; }
}
