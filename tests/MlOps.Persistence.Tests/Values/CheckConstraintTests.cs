using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Values;

/// <summary>What the domain refuses, raw SQL cannot write either.</summary>
public class CheckConstraintTests(TestDatabase database) : DatabaseTest(database)
{
    // Table, the constraint without its prefix, and assignments that must each violate it.
    private static readonly (string Table, string Check, string[] Assignments)[] Violations =
    [
        ("ml_models", "status", ["status = 'Active'", "status = ''"]),
        ("model_versions", "status", ["status = 'deployed', stage = 'None'"]),
        ("model_versions", "stage", ["stage = 'production'"]),
        ("model_versions", "stage_needs_training", ["status = 'failed', failure_reason = 'x'", "status = 'training'"]),
        ("model_versions", "f1_score_range", Outside("f1_score", "-1e-300", "1.0000000000000002")),
        ("model_versions", "brier_score_range", Outside("brier_score", "-1e-300", "2.0000000000000004")),
        ("model_versions", "artifact_size_bytes", ["artifact_size_bytes = -1"]),
        ("model_versions", "artifact", ["artifact_checksum = null", "artifact_reference = null, artifact_size_bytes = null"]),
        ("model_versions", "encryption", ["encrypted_model = null", "encryption_key_id = null"]),
        ("model_versions", "failure_reason", ["failure_reason = 'x'", "status = 'failed', stage = 'None'"]),
        ("model_versions", "promoted", ["stage = 'Production'", "stage = 'Production', promoted_at = now()"]),
        ("model_stage_transitions", "from_stage", ["from_stage = 'staging'"]),
        ("model_stage_transitions", "moves", ["to_stage = from_stage"]),
        ("model_stage_transitions", "to_stage", ["to_stage = 'Live'"]),
        ("ml_predictions", "predicted_value_finite", Outside("predicted_value")),
        ("ml_predictions", "actual_value_finite", Outside("labelled_at = now(), actual_value")),
        ("ml_predictions", "confidence_range", Outside("confidence", "-1e-300", "1.0000000000000002")),
        ("ml_predictions", "confidence_interval", ["confidence_lower = 1, confidence_upper = 0", "confidence_lower = 'NaN'"]),
        ("ml_predictions", "confidence_lower_finite", Outside("confidence_upper = null, confidence_lower")),
        ("ml_predictions", "confidence_upper_finite", Outside("confidence_lower = null, confidence_upper")),
        ("ml_predictions", "inference_time_ms", Outside("inference_time_ms", "-1e-300")),
        ("ml_predictions", "answer", ["predicted_value = null, output = null"]),
        ("ml_predictions", "label", ["actual_value = 1, labelled_at = null", "labelled_at = now(), actual_value = null"]),
        ("ml_predictions", "risk_level", ["risk_level = 'High'"]),
        ("daisy_chain_ml_predictions", "success_probability_range", Outside("success_probability", "-1e-300", "1.0000000000000002")),
        ("policy_ml_predictions", "compliance_state", ["compliance_state = 'AtRisk'"]),
        ("policy_ml_predictions", "time_to_violation", ["time_to_violation = interval '-1 microsecond'"]),
        ("ml_feedback", "rating_range", ["rating = 0", "rating = 6"]),
        ("ml_feedback", "corrected_value_finite", Outside("corrected_value")),
        ("ml_feedback", "content", ["rating = null, is_correct = null, corrected_value = null, comment = null"]),
        ("ml_dead_letters", "attempts", ["attempts = 0"]),
        ("ml_drift_metrics", "alert_level", ["alert_level = 'loud'"]),
        ("ml_drift_metrics", "criterion", ["criterion = 'p'"]),
        ("ml_drift_metrics", "kind", ["kind = 'Data'"]),
        ("ml_drift_metrics", "drifted", ["drifted = false", "alert_level = 'none'"]),
        ("ml_drift_metrics", "p_value_range", Outside("p_value", "-1e-300", "1.0000000000000002")),
        ("ml_drift_metrics", "threshold", Outside("threshold", "-1e-300")),
        ("ml_drift_metrics", "critical_threshold", Outside("critical_threshold", "-1e-300")),
        ("ml_drift_metrics", "vae_reconstruction_error", Outside("vae_reconstruction_error", "-1e-300")),
        ("ml_drift_metrics", "statistic_finite", Outside("statistic")),
        ("ml_drift_metrics", "sizes", ["reference_size = -1", "current_size = -1"]),
        ("ml_drift_metrics", "thresholds",
            ["critical_threshold = threshold / 2", "criterion = 'p_value_at_most', threshold = 5, critical_threshold = null"]),
        ("ml_drift_metrics", "verdict", ["alert_level = 'warning'", "statistic = 0", "criterion = 'p_value_at_most', " +
            "critical_threshold = null, p_value = null", "criterion = 'p_value_at_most', critical_threshold = null, p_value = 1"]),
        ("ml_drift_metrics", "windows", ["reference_end = reference_start", "current_end = current_start - interval '1s'"]),
        ("monitoring_metrics", "counts", ["num_predictions = -1", "num_drifted_features = -1"]),
        ("monitoring_metrics", "lookback_hours", ["lookback_hours = 0"]),
        ("monitoring_metrics", "feature_drift_ratio_range", Outside("feature_drift_ratio", "-1e-300", "1.0000000000000002")),
        ("monitoring_metrics", "positive_rate_range", Outside("positive_rate", "-1e-300", "1.0000000000000002")),
        ("monitoring_metrics", "probability_mean_range", Outside("probability_mean", "-1e-300", "1.0000000000000002")),
        ("monitoring_metrics", "spread", [.. Outside("probability_std", "-1e-300"), .. Outside("entropy", "-1e-300")]),
        ("retraining_decisions", "action", ["action = 'Promote'"]),
        ("retraining_decisions", "trigger_reason", ["trigger_reason = 'whim'"]),
        ("retraining_decisions", "labeled_samples", ["labeled_samples = -1"]),
        ("retraining_decisions", "coverage_pct_range", Outside("coverage_pct", "-1e-300", "100.00000000000001")),
        ("retraining_decisions", "reasons", ["action = 'promote'", "rejection_reasons = '{}'"]),
        ("ml_features", "kind", ["kind = 'Policy'"]),
        ("ml_features", "status", ["status = 'gone'"]),
        ("ml_features", "freshness", ["freshness = interval '-1 microsecond'"]),
        ("ml_feature_store", "kind", ["kind = 'Policy'"]),
        ("ml_feature_store", "known_at", ["known_at = created_at - interval '1 microsecond'"]),
        ("ml_feature_store", "quality_score_range", Outside("quality_score", "-1e-300", "1.0000000000000002")),
        ("ml_feature_store", "completeness_score_range", Outside("completeness_score", "-1e-300", "1.0000000000000002")),
        ("git_operation_learning_events", "changes", ["files_changed = -1", "lines_added = -1", "lines_removed = -1"]),
        ("user_session_learning_events", "duration_ms", Outside("duration_ms", "-1e-300")),
        ("system_performance_metrics", "value_finite", Outside("value")),
        ("query_performance_logs", "duration_ms", Outside("duration_ms", "-1e-300")),
        ("query_performance_logs", "row_count", ["row_count = -1"]),
        ("resource_utilization", "kind", ["kind = 'Disk'"]),
        ("resource_utilization", "used", Outside("used", "-1e-300")),
        ("resource_utilization", "capacity", Outside("capacity", "-1e-300")),
        ("capacity_planning_metrics", "kind", ["kind = 'Disk'"]),
        ("capacity_planning_metrics", "samples", ["samples = 2"]),
        ("capacity_planning_metrics", "growth_per_day_finite", Outside("growth_per_day")),
        ("capacity_planning_metrics", "forecast_finite", Outside("forecast")),
        ("capacity_planning_metrics", "forecast_error", Outside("forecast_error", "-1e-300")),
        ("capacity_planning_metrics", "capacity", Outside("capacity", "0")),
        ("capacity_planning_metrics", "full_at", ["full_at = now(), capacity = null"]),
        ("ml_tenants", "status", ["status = 'Active'"]),
        ("ml_tenants", "id", ["id = gen_random_uuid()"]),
        ("ml_job_runs", "status", ["status = 'lost', error = null"]),
        ("ml_job_runs", "ended", ["ended_at = null", "ended_at = created_at - interval '1s'"]),
        ("ml_job_runs", "error", ["error = 'x'", "status = 'failed', error = null"]),
        ("ml_retention_policies", "action", ["action = 'burn'"]),
        ("ml_retention_policies", "keep_days_range", ["keep_days = 0", "keep_days = 36501"]),
        ("ml_audit_log", "action", ["action = 'Insert'"]),
        ("data_quality_checks", "kind", ["kind = 'Range'"]),
        ("data_quality_checks", "threshold_range", Outside("threshold", "-1e-300", "1.0000000000000002")),
        ("data_quality_results", "rows", ["passed_rows = -1", "failed_rows = -1"]),
        ("data_quality_results", "score_range",
            ["passed = true, score = 'NaN'", "passed = true, score = 1.0000000000000002", "passed = false, score = '-Infinity'"]),
        ("data_quality_results", "threshold_range", ["passed = false, threshold = 'NaN'", "passed = false, threshold = 1.0000000000000002",
            "passed = true, threshold = '-Infinity'"]),
        ("data_quality_results", "passed", ["passed = not passed"]),
        ("data_quality_results", "share", ["passed_rows = 0, failed_rows = 1", "passed_rows = 1, failed_rows = 2"]),
        ("data_quality_results", "window", ["window_end = window_start"]),
        ("model_aliases", "period", ["valid_to = valid_from - interval '1 microsecond', closed_by = 'x'"]),
        ("model_aliases", "closed", ["valid_to = 'infinity', closed_by = null", "valid_to = null, closed_by = 'x'"]),
        ("training_datasets", "row_count", ["row_count = -1"]),
        ("training_datasets", "quality_score_range", Outside("quality_score", "-1e-300", "1.0000000000000002")),
        ("ml_training_jobs", "status", ["status = 'Running', error = null"]),
        ("ml_training_jobs", "epochs",
            ["total_epochs = 0, completed_epochs = 0", "completed_epochs = -1", "total_epochs = 1, completed_epochs = 2"]),
        ("ml_training_jobs", "started",
            ["status = 'queued', error = null, ended_at = null", "started_at = null, heartbeat_at = null, worker = null"]),
        ("ml_training_jobs", "worker", ["worker = null", "heartbeat_at = null"]),
        ("ml_training_jobs", "ended", ["ended_at = null", "status = 'running', error = null"]),
        ("ml_training_jobs", "order", ["ended_at = started_at - interval '1 microsecond'"]),
        ("ml_training_jobs", "heartbeat", ["heartbeat_at = started_at - interval '1 microsecond'"]),
        ("ml_training_jobs", "loss_curve", ["loss_curve = '7'"]),
        ("ml_training_jobs", "error", ["error = null", "status = 'succeeded'", "status = 'cancelled'"]),
        ("model_evaluations", "confusion_matrix", ["confusion_matrix = '[]'"]),
        ("model_evaluations", "content", ["metrics = '{}', confusion_matrix = null"]),
        ("ml_performance_metrics", "value_finite", Outside("value")),
        ("ml_performance_metrics", "window", ["window_end = window_start"]),
        ("ml_performance_metrics", "sample_count", ["sample_count = -1"]),
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
        ("ml_retraining_policies", "version", ["version = 0 where version = 1"]),
        ("ml_retraining_policies", "replaced", ["replaced_at = created_at - interval '1 microsecond' where version = 1"]),
        ("ml_retraining_policies", "min_feature_drift_ratio_range", Outside("min_feature_drift_ratio", "-1e-300", "1.0000000000000002")),
        ("ml_retraining_policies", "min_labeled_samples", ["min_labeled_samples = -1"]),
        ("ml_retraining_policies", "min_coverage_pct_range", Outside("min_coverage_pct", "-1e-300", "100.00000000000001")),
        ("ml_retraining_policies", "min_f1_improvement_range", Outside("min_f1_improvement", "-1.0000000000000002", "1.0000000000000002")),
        ("ml_retraining_policies", "max_brier_increase_range", Outside("max_brier_increase", "-1e-300", "2.0000000000000004")),
        ("evolution_experiments", "status", ["status = 'Running', ended_at = null, failure_reason = null"]),
        ("evolution_experiments", "started", ["started_at = null, ended_at = null, failure_reason = null, status = 'running'"]),
        ("evolution_experiments", "ended",
            ["ended_at = null", "ended_at = started_at - interval '1s'", "status = 'paused', failure_reason = null"]),
        ("evolution_experiments", "failure_reason", ["failure_reason = null", "status = 'completed'"]),
        ("evolution_generations", "number", ["number = -1"]),
        ("evolution_generations", "population_size", ["population_size = 0"]),
        ("evolution_generations", "summary", ["population_size = null", "mean_fitness = null"]),
        ("evolution_generations", "order", ["mean_fitness = best_fitness + 1", "worst_fitness = mean_fitness + 1", "mean_fitness = 'NaN'"]),
        ("evolution_generations", "best_fitness_finite", ["best_fitness = 'NaN'", "best_fitness = 'Infinity'"]),
        ("evolution_generations", "worst_fitness_finite", ["worst_fitness = '-Infinity'"]),
        ("evolution_generations", "diversity", Outside("diversity", "-1e-300")),
        ("evolution_individuals", "fitness_score_finite", Outside("fitness_score")),
        ("evolution_individuals", "parents", ["parents = array[id]", "parents = parents || id"]),
        ("code_evaluations", "quality_score_range", Outside("quality_score", "-1e-300", "1.0000000000000002")),
        ("code_evaluations", "execution_time", ["execution_time = interval '-1 microsecond'"]),
        ("code_evaluations", "memory_bytes", ["memory_bytes = -1"]),
        ("code_evaluations", "error", ["error = null", "passed = true"]),
        ("llm_interactions", "tokens", ["tokens_in = -1", "tokens_out = -1"]),
        ("llm_interactions", "cost_range", Outside("cost", "-1e-20", "1000000.000000000000001")),
        ("llm_interactions", "latency", ["latency = interval '-1 microsecond'"]),
        ("identified_patterns", "status", ["status = 'gone'"]),
        ("identified_patterns", "confidence_score_range", Outside("confidence_score", "-1e-300", "1.0000000000000002")),
        ("pattern_occurrences", "confidence_score_range", Outside("confidence_score", "-1e-300", "1.0000000000000002")),
        ("recommendations", "status", ["status = 'done', applied_at = null"]),
        ("recommendations", "priority", ["priority = 'urgent'"]),
        ("recommendations", "confidence_score_range", Outside("confidence_score", "-1e-300", "1.0000000000000002")),
        ("recommendations", "decided", ["status_changed_by = null", "status = 'proposed', applied_at = null"]),
        ("recommendations", "reason", ["status_reason = null"]),
        ("recommendations", "applied", ["applied_at = null", "status = 'accepted'"]),
        ("ab_testing_experiments", "status",
            ["status = 'Running', ended_at = null, cancellation_reason = null, outcome = null, winner = null"]),
        ("ab_testing_experiments", "metric_kind", ["metric_kind = 'rate'"]),
        ("ab_testing_experiments", "outcome", ["outcome = case status when 'concluded' then 'great' end, winner = null"]),
        ("ab_testing_experiments", "alpha", Outside("alpha", "0", "0.51")),
        ("ab_testing_experiments", "planned_sample_size", ["planned_sample_size = 0"]),
        ("ab_testing_experiments", "started",
            ["status = 'running', started_at = null, ended_at = null, cancellation_reason = null, outcome = null, winner = null"]),
        ("ab_testing_experiments", "ended", ["ended_at = null", "ended_at = started_at - interval '1s'"]),
        ("ab_testing_experiments", "cancelled", ["cancellation_reason = case status when 'cancelled' then null else 'x' end"]),
        ("ab_testing_experiments", "concluded", ["outcome = case status when 'concluded' then null else 'undecided' end, winner = null",
            "outcome = 'sample_ratio_mismatch', winner = null"]),
        ("ab_testing_experiments", "winner", ["winner = case when winner is null then 'b' end"]),
        ("ab_testing_variants", "planned_share", Outside("planned_share", "0", "1.0000000000000002")),
        ("ab_testing_results", "window", ["window_end = window_start"]),
        ("ab_testing_results", "assignments", ["assignments = -1, conversions = null, value_mean = 1, value_variance = 1"]),
        ("ab_testing_results", "conversions", ["conversions = assignments + 1, value_mean = null, value_variance = null",
            "conversions = -1, value_mean = null, value_variance = null"]),
        ("ab_testing_results", "value_mean_finite", Outside("conversions = null, value_variance = 1, value_mean")),
        ("ab_testing_results", "value_variance", Outside("conversions = null, value_mean = 1, value_variance", "-1e-300")),
        ("ab_testing_results", "kind", ["conversions = 0, value_mean = 1, value_variance = 1",
            "conversions = null, value_mean = null, value_variance = null", "conversions = null, value_mean = 1, value_variance = null"]),
    ];

    [Fact]
    public async Task Every_check_refuses_what_it_is_there_for()
    {
        await Population.StoreAsync(Database);
        await Database.ExecuteAsync("DELETE FROM retraining_decisions WHERE action = 'promote'");
        var accepted = new List<string>();
        foreach (var (table, check, assignments) in Violations)
        {
            foreach (var assignment in assignments)
            {
                var refusedBy = await RefusalAsync($"UPDATE {table} SET {assignment}");
                if (refusedBy != $"ck_{table}_{check}")
                    accepted.Add($"UPDATE {table} SET {assignment}: refused by {refusedBy ?? "nothing"}");
            }
        }

        Assert.Equal("", string.Join('\n', accepted));
    }

    [Fact]
    public async Task Every_check_is_tried() => Assert.Equal(
        Violations.Select(violation => $"ck_{violation.Table}_{violation.Check}").Order(StringComparer.Ordinal),
        (await Database.ColumnAsync("SELECT conname::text FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck\\_%' AND NOT " +
            "(SELECT relispartition FROM pg_class WHERE oid = conrelid)"))
            .Order(StringComparer.Ordinal));

    private static string[] Outside(string column, params string[] values) =>
        [.. values.Concat(["'NaN'", "'Infinity'", "'-Infinity'"]).Select(value => $"{column} = {value}")];

    private async Task<string?> RefusalAsync(string sql)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        try
        {
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState == PostgresErrorCodes.CheckViolation ? e.ConstraintName : e.Message;
        }
    }
}
