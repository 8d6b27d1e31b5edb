using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>How well services performed.</summary>
internal sealed class PerformanceMetricTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "ml_performance_metrics",
        Key("metric_id", "id"),
        Column("service_name", "service").WhenMissing($"'{Unknown}'"),
        Column("metric", "metric_name", "metric_type", "name").Required(),
        Column("value", "metric_value").Required(),
        Column("window_start", "period_start", "start_time").WhenMissing(ImportRemarks.MeasuredMoment),
        Column("window_end", "period_end", "end_time").WhenMissing(ImportRemarks.MeasuredMoment),
        Column("sample_count", "sample_size", "num_predictions", "count").WhenMissing("0"),
        Column("created_at", "timestamp", "recorded_at", "measured_at").Required());

    public override Type EntityType => typeof(PerformanceMetric);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var metric = PerformanceMetric.Record(
            import.GetTextOrUnknown("service_name"),
            row.GetText("metric"),
            row.GetNumber("value"),
            MeasuredWindow.Read(row, import, "window_start", "window_end", at),
            row.FindLong("sample_count") ?? 0,
            at);
        return [metric.WithId(import.GetId())];
    }
}
