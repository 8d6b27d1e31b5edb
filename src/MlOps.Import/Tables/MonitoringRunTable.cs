using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Runs of a monitoring job.</summary>
internal sealed class MonitoringRunTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "monitoring_metrics",
        Key("id"),
        Column("timestamp", "run_at", "created_at").Required(),
        Column("lookback_hours", "window_hours").Required(),
        Column("num_predictions", "prediction_count").Required(),
        "positive_rate",
        "probability_mean",
        "probability_std",
        "entropy",
        "dataset_drift_detected",
        "feature_drift_ratio",
        "num_drifted_features",
        "drift_summary_ref",
        "drift_report_ref",
        Column("created_at", "timestamp"));

    public override Type EntityType => typeof(MonitoringRun);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var timestamp = row.GetTime("timestamp");
        var run = MonitoringRun.Record(timestamp, row.GetInteger("lookback_hours"), new MonitoringFindings
        {
            NumPredictions = row.GetInteger("num_predictions"),
            PositiveRate = row.FindNumber("positive_rate"),
            ProbabilityMean = row.FindNumber("probability_mean"),
            ProbabilityStd = row.FindNumber("probability_std"),
            Entropy = row.FindNumber("entropy"),
            DatasetDriftDetected = row.FindFlag("dataset_drift_detected") ?? false,
            FeatureDriftRatio = row.FindNumber("feature_drift_ratio") ?? 0,
            NumDriftedFeatures = row.FindInteger("num_drifted_features") ?? 0,
            DriftSummaryRef = row.FindText("drift_summary_ref"),
            DriftReportRef = row.FindText("drift_report_ref"),
        });
        return [run.RecordedAt(row.FindTime("created_at") ?? timestamp).WithId(import.GetId())];
    }
}
