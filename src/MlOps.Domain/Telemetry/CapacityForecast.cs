using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>A forecast of the use of a resource from its trend, with the time at which it is full.</summary>
public sealed class CapacityForecast : Entity
{
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
        Guard.Given(trend, nameof(trend));
        var moment = Guard.Time(horizonAt, nameof(HorizonAt));
        return new CapacityForecast(at)
        {
            Kind = Guard.Declared(kind, nameof(Kind)),
            Resource = Guard.Text(resource, nameof(Resource), ResourceSample.MaxNameLength),
            Samples = trend.Count,
            GrowthPerDay = Guard.Finite(trend.GrowthPerDay, nameof(GrowthPerDay)),
            HorizonAt = moment,
            Forecast = Guard.Finite(trend.ValueAt(moment), nameof(Forecast)),
            ForecastError = Guard.NotNegative(trend.StandardErrorAt(moment), nameof(ForecastError)),
            Capacity = Guard.Positive(capacity, nameof(Capacity)),
            FullAt = Guard.Time(capacity is { } end ? trend.FindTimeOf(end, at) : null, nameof(FullAt)),
        };
    }
}
