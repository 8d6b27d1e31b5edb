namespace MlOps.Domain.Monitoring;

/// <summary>What a monitor compares its windows with.</summary>
public sealed record MonitorReference
{
    private MonitorReference()
    {
    }

    public MonitorReferenceKind Kind { get; private init; }

    /// <summary>The window of a fixed reference. Null for any other.</summary>
    public TimeWindow? Window { get; private init; }

    /// <summary>The window of the same length just before.</summary>
    public static MonitorReference Previous { get; } = new() { Kind = MonitorReferenceKind.Previous };

    /// <summary>One window for good: of the training, or of the first weeks in production.</summary>
    public static MonitorReference Fixed(TimeWindow window) => new() { Kind = MonitorReferenceKind.Fixed, Window = window };

    /// <summary>The reference of a window.</summary>
    public TimeWindow FindFor(TimeWindow current) =>
        Window ?? new TimeWindow(current.Start - (current.End - current.Start), current.Start);
}
