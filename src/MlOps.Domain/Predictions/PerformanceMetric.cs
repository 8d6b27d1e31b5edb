using System.ComponentModel.DataAnnotations;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Predictions;

/// <summary>
/// The performance of a service in a window, as one number. It never changes, and it outlives the predictions that it
/// summarises.
/// </summary>
public sealed class PerformanceMetric : Entity
{
    public const int MaxSegmentFeatureLength = 255;
    public const int MaxSegmentNameLength = 1_000_000;

    private PerformanceMetric()
    {
    }

    private PerformanceMetric(
        string serviceName,
        string metric,
        double value,
        TimeWindow window,
        long sampleCount,
        DateTimeOffset at,
        PerformanceScope scope)
        : base(at)
    {
        ServiceName = Guard.Text(serviceName, nameof(ServiceName), Prediction.MaxNameLength);
        Metric = Guard.Text(metric, nameof(Metric), Prediction.MaxNameLength);
        Value = Guard.Finite(value, nameof(Value));
        // A window is a struct: no guard has seen default(TimeWindow).
        WindowStart = Guard.Time(window.Start, nameof(WindowStart));
        WindowEnd = window.End;
        SampleCount = Guard.NotNegative(sampleCount, nameof(SampleCount));
        MonitoringRunId = Guard.Identifier(scope.MonitoringRunId, nameof(MonitoringRunId));
        (SegmentFeature, SegmentKind, SegmentName) = (scope.Segment?.Feature, scope.Segment?.Kind, scope.Segment?.Name);
        IsEstimate = scope.IsEstimate;
    }

    [MaxLength(Prediction.MaxNameLength)]
    public string ServiceName { get; private set; } = null!;

    /// <summary>The metric: "accuracy", "error_rate", "inference_time_ms_p95".</summary>
    [MaxLength(Prediction.MaxNameLength)]
    public string Metric { get; private set; } = null!;

    public double Value { get; private set; }

    public DateTimeOffset WindowStart { get; private set; }

    public DateTimeOffset WindowEnd { get; private set; }

    public TimeWindow Window => new(WindowStart, WindowEnd);

    /// <summary>The number of predictions behind the value.</summary>
    public long SampleCount { get; private set; }

    /// <inheritdoc cref="PerformanceScope.MonitoringRunId"/>
    public Guid? MonitoringRunId { get; private set; }

    /// <summary>What divides the predictions into segments. Null if the value is about all of them.</summary>
    [MaxLength(MaxSegmentFeatureLength)]
    public string? SegmentFeature { get; private set; }

    /// <summary>Null if the value is about all predictions.</summary>
    public SegmentKind? SegmentKind { get; private set; }

    /// <inheritdoc cref="PredictionSegment.Name"/>
    public string? SegmentName { get; private set; }

    /// <inheritdoc cref="PerformanceScope.IsEstimate"/>
    public bool IsEstimate { get; private set; }

    public static PerformanceMetric Record(
        string serviceName,
        string metric,
        double value,
        TimeWindow window,
        long sampleCount,
        DateTimeOffset at,
        PerformanceScope? scope = null) =>
        new(serviceName, metric, value, window, sampleCount, at, scope ?? PerformanceScope.All);
}
