namespace MlOps.Domain.Telemetry;

/// <summary>What a forecast says, whatever made it.</summary>
internal sealed record ForecastValues(
    int Samples,
    double GrowthPerDay,
    DateTimeOffset HorizonAt,
    double Forecast,
    double ForecastError,
    double? Capacity,
    DateTimeOffset? FullAt);
