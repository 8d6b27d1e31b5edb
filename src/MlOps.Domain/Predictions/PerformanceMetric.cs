using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>
/// The performance of a service in a window, as one number. It never changes, and it outlives the predictions that it
/// summarises.
/// </summary>
public sealed class PerformanceMetric : Entity
{
    private PerformanceMetric()
    {
    }

    private PerformanceMetric(
        string serviceName, string metric, double value, TimeWindow window, long sampleCount, DateTimeOffset at)
        : base(at)
    {
        ServiceName = Guard.Text(serviceName, nameof(ServiceName), Prediction.MaxNameLength);
        Metric = Guard.Text(metric, nameof(Metric), Prediction.MaxNameLength);
        Value = Guard.Finite(value, nameof(Value));
        // A window is a struct: no guard has seen default(TimeWindow).
        WindowStart = Guard.Time(window.Start, nameof(WindowStart));
        WindowEnd = window.End;
        SampleCount = Guard.NotNegative(sampleCount, nameof(SampleCount));
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

    public static PerformanceMetric Record(
        string serviceName, string metric, double value, TimeWindow window, long sampleCount, DateTimeOffset at) =>
        new(serviceName, metric, value, window, sampleCount, at);
}
