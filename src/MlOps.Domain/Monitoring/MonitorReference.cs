namespace MlOps.Domain.Monitoring;

/// <summary>What a monitor compares its windows with.</summary>
public sealed record MonitorReference
{
    private MonitorReference()
    {
    }

    public MonitorReferenceKind Kind { get; private init; }

    /// <summary>The window of a fixed reference, or the time of the data of a baseline. Null for the window before.</summary>
    public TimeWindow? Window { get; private init; }

    /// <summary>The version of a baseline. Null for any other.</summary>
    public Guid? BaselineVersionId { get; private init; }

    /// <summary>The window of the same length just before.</summary>
    public static MonitorReference Previous { get; } = new() { Kind = MonitorReferenceKind.Previous };

    /// <summary>One window for good: of the training, or of the first weeks in production.</summary>
    public static MonitorReference Fixed(TimeWindow window) => new() { Kind = MonitorReferenceKind.Fixed, Window = window };

    /// <summary>What a version was trained on.</summary>
    /// <param name="baselineVersionId">The version. Its <see cref="FeatureBaseline"/>s are stored.</param>
    /// <param name="window">The time of its data.</param>
    public static MonitorReference Baseline(Guid baselineVersionId, TimeWindow window) => new()
    {
        Kind = MonitorReferenceKind.Baseline,
        BaselineVersionId = Guard.Identifier(baselineVersionId, nameof(BaselineVersionId)),
        Window = window,
    };

    /// <summary>The reference of a window.</summary>
    public TimeWindow FindFor(TimeWindow current) =>
        Window ?? new TimeWindow(current.Start - (current.End - current.Start), current.Start);
}
