using MlOps.Domain;
using MlOps.Domain.Predictions;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>How services did.</summary>
internal static class PerformanceMetricTable
{
    private const string Table = "ml_performance_metrics";

    public static readonly ImportTable Metrics = new(
        [Table],
        Table,
        [
            Key("key", "metric_id", "id") with { IsNeeded = true },
            Text("service_name", "service") with { Otherwise = $"the service is '{ImportTable.Unknown}'" },
            Text("metric", "metric_name", "metric_type", "name") with { IsNeeded = true },
            Number("value", "metric_value") with { IsNeeded = true },
            Time("window_start", "period_start", "start_time") with { Otherwise = ImportedWindow.Otherwise },
            Time("window_end", "period_end", "end_time") with { Otherwise = ImportedWindow.Otherwise },
            Number("sample_count", "sample_size", "num_predictions", "count") with { Otherwise = "the number of samples is 0" },
            Time("created_at", "timestamp", "recorded_at", "measured_at") with { IsNeeded = true },
        ],
        Make);

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var at = row.NeededTime("created_at");
        var metric = PerformanceMetric.Record(
            row.Text("service_name", ImportTable.Unknown),
            row.Text("metric") ?? throw row.Missing("metric"),
            row.NeededNumber("value"),
            ImportedWindow.Of(row, "window_start", "window_end", at),
            row.Count("sample_count") ?? 0,
            at);
        return [metric.WithId(row.PlainId(Table, "key"))];
    }
}
