namespace MlOps.Domain.Predictions;

/// <summary>Which predictions of a window a measurement is about, and how it was made.</summary>
public sealed record PerformanceScope
{
    internal static readonly PerformanceScope All = new();

    /// <summary>The run of a monitor that measured. Null if none did.</summary>
    public Guid? MonitoringRunId { get; init; }

    /// <summary>The part of the predictions. Null for all of them.</summary>
    public PredictionSegment? Segment { get; init; }

    /// <summary>Whether it is what the scores lead to expect, without labels.</summary>
    public bool IsEstimate { get; init; }
}
