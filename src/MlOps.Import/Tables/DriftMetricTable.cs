using MlOps.Domain;
using MlOps.Domain.Monitoring;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>Comparisons of data. How loud to be about each follows from its threshold, here as there.</summary>
internal static class DriftMetricTable
{
    private const string Table = "ml_drift_metrics";

    public static readonly ImportTable Metrics = new(
        [Table],
        Table,
        [
            Key("key", "drift_id", "metric_id", "id") with { IsNeeded = true },
            Text("model_name") with { Otherwise = $"the model is called as its id, or '{ImportTable.Unknown}'" },
            Key("model_version_id", "model_id"),
            Text("feature_name"),
            Text("kind", "drift_type") with { Otherwise = "drift is of data" },
            Text("method_id", "method", "metric_type", "metric_name", "drift_method") with { Otherwise = $"the method is '{ImportTable.Unknown}'" },
            Number("statistic", "drift_score", "metric_value", "score") with { IsNeeded = true },
            Number("p_value"),
            Number("threshold", "drift_threshold") with { IsNeeded = true },
            Text("alert_level", "severity"),
            Json("bins"),
            Number("vae_reconstruction_error", "reconstruction_error"),
            Time("reference_start", "baseline_start") with { Otherwise = ImportedWindow.Otherwise },
            Time("reference_end", "baseline_end") with { Otherwise = ImportedWindow.Otherwise },
            Time("current_start", "window_start") with { Otherwise = ImportedWindow.Otherwise },
            Time("current_end", "window_end") with { Otherwise = ImportedWindow.Otherwise },
            Number("reference_size", "baseline_size", "reference_samples") with { Otherwise = "the number of samples is 0" },
            Number("current_size", "sample_size", "current_samples") with { Otherwise = "the number of samples is 0" },
            Time("created_at", "timestamp", "detected_at", "measured_at") with { IsNeeded = true },
        ],
        Make)
    { Derived = ["drifted", "is_drifted", "drift_detected"] };

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var at = row.NeededTime("created_at");
        var model = row.Key("model_version_id");
        var version = row.Version("model_version_id");
        if (model is not null && version is null)
            row.Note(model, "of a model that is not there: its id is left");

        var metric = DriftMetric.Measure(
            row.Text("model_name") ?? model ?? ImportTable.Unknown,
            row.Text("feature_name"),
            row.Choice<DriftKind>("kind", ("data_drift", DriftKind.Data), ("concept_drift", DriftKind.Concept), ("feature", DriftKind.Data)) ?? DriftKind.Data,
            new DriftResult(row.Text("method_id", ImportTable.Unknown), row.NeededNumber("statistic"))
            {
                PValue = row.Number("p_value"),
                Bins = row.Json("bins"),
                VaeReconstructionError = row.Number("vae_reconstruction_error"),
            },
            DriftThreshold.StatisticAtLeast(row.NeededNumber("threshold")),
            new DriftSample(ImportedWindow.Of(row, "reference_start", "reference_end", at), row.Count("reference_size") ?? 0),
            new DriftSample(ImportedWindow.Of(row, "current_start", "current_end", at), row.Count("current_size") ?? 0),
            at,
            version);
        if (row.Text("alert_level") is { } told && !told.Equals(metric.AlertLevel.ToString(), StringComparison.OrdinalIgnoreCase))
            row.Note(metric, "alert_level follows from the threshold, and was another");

        return [metric.WithId(row.PlainId(Table, "key"))];
    }
}
