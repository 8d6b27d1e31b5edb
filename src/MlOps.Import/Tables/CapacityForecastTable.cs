using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Forecasts of the use of resources.</summary>
internal sealed class CapacityForecastTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "capacity_planning_metrics",
        [
            Key("forecast_id", "metric_id", "id"),
            .. ResourceColumns.All,
            Column("samples", "sample_count", "data_points").WhenMissing($"{CapacityForecast.MinSamples}"),
            Column("growth_per_day", "daily_growth", "daily_growth_rate", "growth_rate").Required(),
            Column("horizon_at", "forecast_date", "projection_date", "projected_date", "target_date").Required(),
            Column("forecast", "projected_usage", "forecast_value", "predicted_usage", "predicted_value").Required(),
            Column("forecast_error", "standard_error").WhenMissing("0"),
            Column("capacity", "total_capacity", "max_capacity", "current_capacity"),
            Column("full_at", "projected_full_at", "exhaustion_date", "projected_exhaustion_date"),
            Column("created_at", "timestamp", "forecasted_at", "calculated_at", "recorded_at").Required(),
        ]);

    public override Type? CountedAs => typeof(CapacityForecast);

    public override Type EntityType => typeof(CapacityForecast);

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var (kind, resource) = ResourceColumns.Read(row);
        var capacity = row.FindNumber("capacity");
        var fullAt = row.FindTime("full_at");
        if (capacity is null && fullAt is not null)
            import.DoNotImport("full_at", "the row has no capacity");

        var values = new ForecastValues(
            ReadSamples(row, import),
            row.GetNumber("growth_per_day"),
            row.GetTime("horizon_at"),
            row.GetNumber("forecast"),
            row.FindNumber("forecast_error") ?? 0,
            capacity,
            capacity is null ? null : fullAt);
        return [CapacityForecast.Restore(kind, resource, values, at).WithId(import.GetSlicedId(at))];
    }

    private static int ReadSamples(SourceRow row, ImportContext import)
    {
        if (row.FindInteger("samples") is { } samples)
            return samples;

        import.NoteSubstitute("samples", $"{CapacityForecast.MinSamples}");
        return CapacityForecast.MinSamples;
    }
}
