using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Comparisons of data. The alert level is computed from the threshold.</summary>
internal sealed class DriftMetricTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "ml_drift_metrics",
        Key("drift_id", "metric_id", "id"),
        Column("model_name").WhenMissing($"the id of the model, or '{Unknown}'"),
        Column("model_version_id", "model_id"),
        "feature_name",
        Column("kind", "drift_type").WhenMissing($"'{DriftKind.Data}'"),
        Column("method_id", "method", "metric_type", "metric_name", "drift_method").WhenMissing($"'{Unknown}'"),
        Column("statistic", "drift_score", "metric_value", "score").Required(),
        "p_value",
        Column("threshold", "drift_threshold").Required(),
        Column("alert_level", "severity"),
        Document("bins"),
        Column("vae_reconstruction_error", "reconstruction_error"),
        Column("reference_start", "baseline_start").WhenMissing(ImportRemarks.MeasuredMoment),
        Column("reference_end", "baseline_end").WhenMissing(ImportRemarks.MeasuredMoment),
        Column("current_start", "window_start").WhenMissing(ImportRemarks.MeasuredMoment),
        Column("current_end", "window_end").WhenMissing(ImportRemarks.MeasuredMoment),
        Column("reference_size", "baseline_size", "reference_samples").WhenMissing("0"),
        Column("current_size", "sample_size", "current_samples").WhenMissing("0"),
        Column("created_at", "timestamp", "detected_at", "measured_at").Required())
    {
        IgnoredColumns = ["drifted", "is_drifted", "drift_detected"],
    };

    public override Type EntityType => typeof(DriftMetric);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var model = row.FindText("model_version_id");
        var version = import.FindVersion("model_version_id");
        if (model is not null && version is null)
            import.Note(ImportRemarks.UnknownModel);

        var kind = row.FindChoice(
            "kind", ("data_drift", DriftKind.Data), ("concept_drift", DriftKind.Concept), ("feature", DriftKind.Data));
        var result = new DriftResult(import.GetTextOrUnknown("method_id"), row.GetNumber("statistic"))
        {
            PValue = row.FindNumber("p_value"),
            Bins = row.FindJson("bins"),
            VaeReconstructionError = row.FindNumber("vae_reconstruction_error"),
        };
        var metric = DriftMetric.Measure(
            row.FindText("model_name") ?? model ?? Unknown,
            row.FindText("feature_name"),
            kind ?? DriftKind.Data,
            result,
            DriftThreshold.StatisticAtLeast(row.GetNumber("threshold")),
            ReadSample(row, import, "reference", at),
            ReadSample(row, import, "current", at),
            at,
            version);
        var level = row.FindText("alert_level");
        if (level is not null && !level.Equals($"{metric.AlertLevel}", StringComparison.OrdinalIgnoreCase))
            import.Note(ImportRemarks.ComputedAlertLevel);

        return [metric.WithId(import.GetId())];
    }

    private static DriftSample ReadSample(SourceRow row, ImportContext import, string sample, DateTimeOffset at) => new(
        MeasuredWindow.Read(row, import, $"{sample}_start", $"{sample}_end", at),
        row.FindLong($"{sample}_size") ?? 0);
}
