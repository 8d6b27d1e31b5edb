namespace MlOps.Domain.Monitoring;

/// <summary>The result of a check of one part of the system.</summary>
public sealed record HealthFinding
{
    public const int MaxNameLength = 255;
    public const int MaxDetailLength = 10_000;

    public HealthFinding(string name, HealthState state, string? detail = null, string? remedy = null)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        State = Guard.Declared(state, nameof(State));
        Detail = Guard.OptionalText(detail, nameof(Detail), MaxDetailLength);
        Remedy = Guard.OptionalText(remedy, nameof(Remedy), MaxDetailLength);
    }

    /// <summary>The checked part: "connection", "slices", "recent activity".</summary>
    public string Name { get; }

    public HealthState State { get; }

    /// <summary>What was seen.</summary>
    public string? Detail { get; }

    /// <summary>What to do about it, or to type.</summary>
    public string? Remedy { get; }

    /// <summary>Whether the login may see the part. If not, the state is not known, and counts for nothing.</summary>
    public bool IsVisible { get; init; } = true;
}
