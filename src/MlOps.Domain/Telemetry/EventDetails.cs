namespace MlOps.Domain.Telemetry;

/// <summary>What may be told of an event beside its kind and its time. Everything is optional.</summary>
public sealed record EventDetails
{
    public static readonly EventDetails None = new();

    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    public string? Actor { get; init; }

    public Json? Payload { get; init; }
}
