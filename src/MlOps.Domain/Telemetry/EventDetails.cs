namespace MlOps.Domain.Telemetry;

/// <summary>Further information about an event. All of it is optional.</summary>
public sealed record EventDetails
{
    public static readonly EventDetails None = new();

    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    public string? Actor { get; init; }

    public Json? Payload { get; init; }
}
