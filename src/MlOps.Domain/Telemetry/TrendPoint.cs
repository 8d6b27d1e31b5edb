namespace MlOps.Domain.Telemetry;

/// <summary>One measurement for a trend.</summary>
public readonly record struct TrendPoint
{
    public TrendPoint(DateTimeOffset at, double value)
    {
        At = Guard.Time(at, nameof(At));
        Value = Guard.Finite(value, nameof(Value));
    }

    public DateTimeOffset At { get; }

    public double Value { get; }
}
