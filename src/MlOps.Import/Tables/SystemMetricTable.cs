using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Numbers that systems reported about themselves.</summary>
internal sealed class SystemMetricTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "system_performance_metrics",
        Key("metric_id", "id"),
        Column("source", "component", "system_component", "host", "hostname", "service_name", "service", "system")
            .WhenMissing($"'{Unknown}'"),
        Column("metric_name", "name", "metric", "metric_type").Required(),
        Column("value", "metric_value").Required(),
        Column("unit", "metric_unit", "units"),
        Column("created_at", "timestamp", "recorded_at", "measured_at", "collected_at").Required());

    public override Type? CountedAs => typeof(SystemMetric);

    public override Type EntityType => typeof(SystemMetric);

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var metric = SystemMetric.Measure(
            import.GetTextOrUnknown("source"), row.GetText("metric_name"), row.GetNumber("value"), at, row.FindText("unit"));
        return [metric.WithId(import.GetSlicedId(at))];
    }
}
