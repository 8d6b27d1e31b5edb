using MlOps.Domain;
using MlOps.Domain.Monitoring;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>Runs of a monitoring job.</summary>
internal static class MonitoringTable
{
    private const string Table = "monitoring_metrics";

    public static readonly ImportTable Runs = new(
        [Table],
        Table,
        [
            Key("key", "id") with { IsNeeded = true },
            Time("timestamp", "run_at", "created_at") with { IsNeeded = true },
            Number("lookback_hours", "window_hours") with { IsNeeded = true },
            Number("num_predictions", "prediction_count") with { IsNeeded = true },
            Number("positive_rate"),
            Number("probability_mean"),
            Number("probability_std"),
            Number("entropy"),
            Flag("dataset_drift_detected"),
            Number("feature_drift_ratio"),
            Number("num_drifted_features"),
            Text("drift_summary_ref"),
            Text("drift_report_ref"),
            Time("created_at", "timestamp"),
        ],
        Make);

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var timestamp = row.NeededTime("timestamp");
        var run = MonitoringRun.Record(timestamp, row.SmallCount("lookback_hours") ?? throw row.Missing("lookback_hours"), new MonitoringFindings
        {
            NumPredictions = row.SmallCount("num_predictions") ?? throw row.Missing("num_predictions"),
            PositiveRate = row.Number("positive_rate"),
            ProbabilityMean = row.Number("probability_mean"),
            ProbabilityStd = row.Number("probability_std"),
            Entropy = row.Number("entropy"),
            DatasetDriftDetected = row.Flag("dataset_drift_detected") ?? false,
            FeatureDriftRatio = row.Number("feature_drift_ratio") ?? 0,
            NumDriftedFeatures = row.SmallCount("num_drifted_features") ?? 0,
            DriftSummaryRef = row.Text("drift_summary_ref"),
            DriftReportRef = row.Text("drift_report_ref"),
        });
        return [run.RecordedAt(row.Time("created_at") ?? timestamp).WithId(row.PlainId(Table, "key"))];
    }
}
