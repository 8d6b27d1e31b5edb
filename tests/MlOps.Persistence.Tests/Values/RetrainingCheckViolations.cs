using static MlOps.Persistence.Tests.Values.CheckViolations;

namespace MlOps.Persistence.Tests.Values;

/// <summary>What the checks on the thresholds of the gate refuse.</summary>
internal static class RetrainingCheckViolations
{
    private const string Table = "ml_retraining_policies";
    private const string Requests = "ml_retraining_requests";
    private const string Deliveries = "ml_retraining_deliveries";

    public static readonly (string Table, string Check, string[] Assignments)[] All =
    [
        (Table, "primary_metric", ["primary_metric = 'F1'"]),
        (Table, "min_improvement_finite", Outside("min_improvement")),
        (Table, "confidence", Outside("confidence", "0.49999999999999994", "0.9999000000000001")),
        (Table, "lookback", ["lookback = interval '0'"]),
        (Table, "min_labeled_samples", ["min_labeled_samples = -1"]),
        (Table, "min_coverage_pct_range", Outside("min_coverage_pct", "-1e-300", "100.00000000000001")),
        (Table, "min_answered_pct_range", Outside("min_answered_pct", "-1e-300", "100.00000000000001")),
        (Table, "segment_cap_range", ["segment_cap = 0", "segment_cap = 1001"]),
        (Table, "min_segment_samples", ["min_segment_samples = 0"]),
        (Table, "max_segment_loss", Outside("max_segment_loss", "-1e-300")),
        (Table, "min_feature_drift_ratio_range", Outside("min_feature_drift_ratio", "-1e-300", "1.0000000000000002")),
        (Table, "cool_down", ["cool_down = interval '-1 microsecond'"]),
        (Table, "decision_threshold_range", Outside("decision_threshold", "-1e-300", "1.0000000000000002")),
        (Table, "positive_label_finite", Outside("positive_label")),
        (Table, "retrain_every", ["retrain_every = interval '0'"]),
        (Table, "request_cool_down", ["request_cool_down = interval '-1 microsecond'"]),
        (Requests, "trigger_reason", ["trigger_reason = 'Drift'"]),
        (Requests, "answered", ["answered_at = null", "answered_at = created_at - interval '1 microsecond'"]),
        (Requests, "closed",
        [
            "closed_by = null", "closed_at = null", "decision_id = null, withdrawal_reason = null",
            "closed_at = answered_at - interval '1 microsecond'", "withdrawal_reason = 'x' where decision_id is not null",
        ]),
        (Requests, "decided", ["answered_at = null, answer_version_id = null"]),
        (Deliveries, "attempts", ["attempts = -1, delivered_at = null, last_error = null", "attempts = 0"]),
        (Deliveries, "outcome", ["attempts = 1, delivered_at = created_at, last_error = 'x'"]),
    ];
}
