namespace MlOps.Domain;

/// <summary>A span of time: from its start, included, to its end, excluded.</summary>
public readonly record struct TimeWindow
{
    public TimeWindow(DateTimeOffset start, DateTimeOffset end)
    {
        Start = Guard.Time(start, nameof(Start));
        End = Guard.Time(end, nameof(End));
        if (Start >= End)
            throw new InvalidValueException(
                nameof(End), $"must be after {nameof(Start)}; the window was {Start:O} to {End:O}");
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }
}
