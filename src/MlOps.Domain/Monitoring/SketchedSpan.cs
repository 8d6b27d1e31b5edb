using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>An hour or a day of predictions that a monitor has counted. It is counted anew when a prediction comes late.</summary>
public sealed class SketchedSpan : Entity
{
    public const int HoursOfDay = 24;

    private readonly HashSet<FeatureSketch> _sketches = [];

    private SketchedSpan()
    {
    }

    private SketchedSpan(DateTimeOffset at)
        : base(at)
    {
    }

    public Guid MonitorId { get; private set; }

    /// <summary>The monitor. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ServiceMonitor? Monitor { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>1, or 24 for a day of UTC.</summary>
    public int Hours { get; private set; }

    /// <summary>The number of predictions.</summary>
    public long NumPredictions { get; private set; }

    /// <summary>The hash of their ids and scores.</summary>
    public long RowsHash { get; private set; }

    /// <summary>The hash of the bins in which they were counted.</summary>
    public long BinsHash { get; private set; }

    /// <summary>The counts of the span, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<FeatureSketch> Sketches => _sketches;

    public static SketchedSpan Record(
        ServiceMonitor monitor,
        DateTimeOffset startsAt,
        int hours,
        long numPredictions,
        long rowsHash,
        long binsHash,
        DateTimeOffset at)
    {
        var start = Guard.Time(startsAt, nameof(StartsAt));
        if (hours is not (1 or HoursOfDay))
            throw new InvalidValueException(nameof(Hours), $"must be 1 or {HoursOfDay}; it was {hours}");

        if (start.Ticks % (hours * TimeSpan.TicksPerHour) != 0)
            throw new InvalidValueException(nameof(StartsAt), $"must begin a whole {(hours == 1 ? "hour" : "day")}; it was {start:O}");

        var span = new SketchedSpan(at)
        {
            MonitorId = Guard.Given(monitor, nameof(Monitor)).Id,
            StartsAt = start,
            Hours = hours,
            NumPredictions = Guard.NotNegative(numPredictions, nameof(NumPredictions)),
            RowsHash = rowsHash,
            BinsHash = binsHash,
        };
        span.InheritTenantFrom(monitor);
        return span;
    }
}
