using static MlOps.Persistence.Tests.Values.CheckViolations;

namespace MlOps.Persistence.Tests.Values;

/// <summary>What each CHECK of the tables of monitoring and jobs is there to refuse.</summary>
internal static class MonitoringCheckViolations
{
    /// <inheritdoc cref="CheckViolations.All"/>
    public static readonly (string Table, string Check, string[] Assignments)[] All =
    [
        ("monitoring_metrics", "revision",
        [
            "revision = null", "monitor_id = null", "num_labelled = null", "predictions_hash = null", "labels_hash = null",
            "reference_hash = null", "revision = 0", "revision = 1000001", "num_labelled = -1", "num_predictions = 1, num_labelled = 2",
        ]),
        ("ml_monitors", "every", ["every = interval '0.9 seconds'"]),
        ("ml_monitors", "lookback_hours_range", ["lookback_hours = 0", "lookback_hours = 8785"]),
        ("ml_monitors", "delay", ["delay = interval '-1 microsecond'"]),
        ("ml_monitors", "reference_kind", ["reference_kind = 'none', reference_start = null, reference_end = null"]),
        ("ml_monitors", "reference",
        [
            "reference_kind = 'previous'", "reference_start = null", "reference_end = reference_start",
            "reference_start = null, reference_end = null",
        ]),
        ("ml_monitors", "features", ["features = '{}'", "features = '{a,NULL}'"]),
        ("ml_monitors", "segment_cap_range", ["segment_cap = 0", "segment_cap = 1001"]),
        ("ml_monitors", "rules", ["rules = '[]'"]),
        ("ml_monitors", "drift_share_range", Outside("drift_share", "-1e-300", "1.0000000000000002")),
        ("ml_monitors", "decision_threshold_range", Outside("decision_threshold", "-1e-300", "1.0000000000000002")),
        ("ml_monitors", "positive_label_finite", Outside("positive_label")),
        ("ml_monitors", "min_sample", ["min_sample = 0"]),
        ("ml_performance_metrics", "segment_kind", ["segment_kind = 'all', segment_feature = 'a', segment_name = null"]),
        ("ml_performance_metrics", "segment",
        [
            "segment_feature = null, segment_kind = 'others', segment_name = null",
            "segment_feature = 'a', segment_kind = null, segment_name = null",
            "segment_feature = 'a', segment_kind = 'named', segment_name = null",
            "segment_feature = 'a', segment_kind = 'others', segment_name = 'a'",
            "segment_feature = null, segment_kind = null, segment_name = 'a'",
        ]),
        ("ml_jobs", "kind", ["kind = 'sleep', monitor_id = null"]),
        ("ml_jobs", "schedule",
            ["every = interval '0.9 seconds'", "\"offset\" = interval '-1 microsecond'", "\"offset\" = every"]),
        ("ml_jobs", "subject", ["kind = 'refresh_views'", "monitor_id = null", "kind = 'monitor', monitor_id = null"]),
        ("ml_jobs", "lease", ["run_id = id", "leased_until = created_at"]),
        ("ml_jobs", "failures", ["failures = -1", "retry_at = created_at"]),
        ("monitoring_metrics", "counts", ["num_predictions = -1", "num_drifted_features = -1"]),
        ("monitoring_metrics", "lookback_hours", ["lookback_hours = 0"]),
        ("monitoring_metrics", "feature_drift_ratio_range", Outside("feature_drift_ratio", "-1e-300", "1.0000000000000002")),
        ("monitoring_metrics", "positive_rate_range", Outside("positive_rate", "-1e-300", "1.0000000000000002")),
        ("monitoring_metrics", "probability_mean_range", Outside("probability_mean", "-1e-300", "1.0000000000000002")),
        ("monitoring_metrics", "spread", [.. Outside("probability_std", "-1e-300"), .. Outside("entropy", "-1e-300")]),
        ("ml_job_runs", "status", ["status = 'lost', error = null"]),
        ("ml_job_runs", "ended", ["ended_at = null", "ended_at = created_at - interval '1s'"]),
        ("ml_job_runs", "error", ["error = 'x'", "status = 'failed', error = null"]),
        ("ml_alert_rules", "condition", ["condition = 'Above'"]),
        ("ml_alert_rules", "severity", ["severity = 'loud'"]),
        ("ml_alert_rules", "alarm", ["severity = 'none'"]),
        ("ml_alert_rules", "threshold_finite", Outside("threshold")),
        ("ml_alert_rules", "window_length", ["window_length = interval '0'", "window_length = interval '-1 microsecond'"]),
        ("ml_alerts", "severity", ["severity = 'loud'"]),
        ("ml_alerts", "fired_at", ["fired_at = fired_at - interval '1 microsecond'"]),
        ("ml_alerts", "alarm", ["severity = 'none'"]),
        ("ml_alerts", "value_finite", Outside("value")),
        ("ml_alerts", "threshold_finite", Outside("threshold")),
        ("ml_alerts", "acknowledged", ["acknowledged_at = null", "acknowledged_by = null"]),
        ("ml_alerts", "resolved", ["resolved_at = null", "resolved_by = null"]),
        (
            "ml_alerts",
            "order",
            [
                "acknowledged_at = fired_at - interval '1 microsecond'", "resolved_at = acknowledged_at - interval '1 microsecond'",
                "acknowledged_at = null, acknowledged_by = null, resolved_at = fired_at - interval '1 microsecond'",
            ]),
        ("ml_health_snapshots", "state", ["state = 'Healthy'"]),
        ("ml_health_snapshots", "duration", ["duration = interval '-1 microsecond'"]),
        ("ml_health_snapshots", "findings", ["findings = '[]'"]),
    ];
}
