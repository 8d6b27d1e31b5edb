using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Predictions;

/// <summary>Which predictions of a window a measurement is about, and how it was made.</summary>
public sealed record PerformanceScope
{
    internal static readonly PerformanceScope All = new();

    /// <summary>The run of a monitor that measured. Null if none did.</summary>
    public Guid? MonitoringRunId { get; init; }

    /// <summary>What divides the predictions: a feature, a column such as "model_version", or "context:KEY". Null for all of them.</summary>
    public string? SegmentFeature { get; init; }

    /// <summary>Null for all predictions.</summary>
    public SegmentKind? SegmentKind { get; init; }

    /// <summary>Null for all kinds but <see cref="SegmentKind.Named"/>.</summary>
    public string? SegmentName { get; init; }

    /// <summary>Whether it is what the scores lead to expect, without labels.</summary>
    public bool IsEstimate { get; init; }
}
