namespace MlOps.Domain.Monitoring;

/// <summary>The result of a check of one part of the system.</summary>
public sealed record HealthFinding
{
    public const int MaxNameLength = 255;
    public const int MaxDetailLength = 10_000;

    public HealthFinding(string name, HealthState state, string? detail = null)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        State = Guard.Declared(state, nameof(State));
        Detail = Guard.OptionalText(detail, nameof(Detail), MaxDetailLength);
    }

    /// <summary>The checked part: "connection", "slices", "recent activity".</summary>
    public string Name { get; }

    public HealthState State { get; }

    public string? Detail { get; }
}
