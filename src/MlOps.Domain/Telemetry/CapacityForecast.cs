using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>A forecast of the use of a resource from its trend, with the time at which it is full.</summary>
public sealed class CapacityForecast : Entity
{
    /// <summary>A line through fewer measurements says nothing about its error.</summary>
    internal const int MinSamples = 3;

    private CapacityForecast()
    {
    }

    private CapacityForecast(DateTimeOffset at)
        : base(at)
    {
    }

    public ResourceKind Kind { get; private set; }

    [MaxLength(ResourceSample.MaxNameLength)]
    public string Resource { get; private set; } = null!;

    public int Samples { get; private set; }

    public double GrowthPerDay { get; private set; }

    /// <summary>The time of the forecast value.</summary>
    public DateTimeOffset HorizonAt { get; private set; }

    public double Forecast { get; private set; }

    /// <summary>The standard error of a measurement at that time, if the growth continues.</summary>
    public double ForecastError { get; private set; }

    public double? Capacity { get; private set; }

    /// <summary>The time at which the capacity is reached; null if there is no limit or it is never reached.</summary>
    public DateTimeOffset? FullAt { get; private set; }

    public static CapacityForecast Make(
        ResourceKind kind,
        string resource,
        LinearTrend trend,
        DateTimeOffset horizonAt,
        DateTimeOffset at,
        double? capacity = null)
    {
        var moment = Guard.Time(horizonAt, nameof(HorizonAt));
        var values = new ForecastValues(
            Guard.Given(trend, nameof(trend)).Count,
            trend.GrowthPerDay,
            moment,
            trend.ValueAt(moment),
            trend.StandardErrorAt(moment),
            capacity,
            capacity is { } end ? trend.FindTimeOf(end, at) : null);
        return Restore(kind, resource, values, at);
    }

    /// <summary>A forecast that something else has made.</summary>
    internal static CapacityForecast Restore(ResourceKind kind, string resource, ForecastValues values, DateTimeOffset at) =>
        new(at)
        {
            Kind = Guard.Declared(kind, nameof(Kind)),
            Resource = Guard.Text(resource, nameof(Resource), ResourceSample.MaxNameLength),
            Samples = Guard.AtLeast(values.Samples, MinSamples, nameof(Samples)),
            GrowthPerDay = Guard.Finite(values.GrowthPerDay, nameof(GrowthPerDay)),
            HorizonAt = Guard.Time(values.HorizonAt, nameof(HorizonAt)),
            Forecast = Guard.Finite(values.Forecast, nameof(Forecast)),
            ForecastError = Guard.NotNegative(values.ForecastError, nameof(ForecastError)),
            Capacity = Guard.Positive(values.Capacity, nameof(Capacity)),
            FullAt = Guard.Time(values.FullAt, nameof(FullAt)),
        };
}
