using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>What SQL must give, because only its writer can choose it. All else has a default.</summary>
[StandardNames("It lists the library's own columns.")]
public class RequiredColumnTests(TestDatabase database) : DatabaseTest(database)
{
    // A column that is new is chosen by its writer, and belongs here, or has a default: HasSqlDefault.
    private const string Chosen =
        """
        ab_testing_experiments: metric, metric_kind, name
        ab_testing_results: assignments, variant_id, window_end, window_start
        ab_testing_variants: experiment_id, is_control, name, planned_share
        ai_gm_ml_predictions: campaign_id, id
        capacity_planning_metrics: forecast, forecast_error, growth_per_day, horizon_at, kind, resource, samples
        code_evaluations: evaluator, individual_id, passed
        code_roach_ml_predictions: file_path, id, project_id
        daisy_chain_ml_predictions: id, task_id
        data_quality_checks: kind, name, rule, table_name, threshold
        data_quality_results: check_id, failed_rows, passed, passed_rows, score, threshold, window_end, window_start
        evolution_experiments: name, objective_function, problem_definition
        evolution_generations: experiment_id, number
        evolution_individuals: experiment_id, generation_id, generation_number, genotype
        first_mate_ml_predictions: id, user_id
        game_app_ml_predictions: id, session_id
        git_operation_learning_events: id, operation, repository
        identified_patterns: confidence_score, pattern_name, pattern_type
        learning_events: event_type
        llm_interactions: cost, latency, model, tokens_in, tokens_out
        ml_access_tokens: created_at, created_by, id, name, scopes, secret_hash, tenant_id
        ml_alert_deliveries: alert_id, notice, sink
        ml_alert_rules: condition, metric, name, severity, threshold, window_length
        ml_alert_states: rule_id, subject
        ml_alerts: rule_id, severity, subject, threshold, value
        ml_audit_log: action, actor, subject_id, subject_type
        ml_chain_heads: chain, hash, position
        ml_chain_links: chain, hash, kind, position, previous_hash, row_id
        ml_configurations: features, resource_id
        ml_dead_letters: content_id, kind, payload, reason
        ml_drift_metrics: alert_level, criterion, current_end, current_size, current_start, drifted, kind, method_id, model_name,
            reference_end, reference_size, reference_start, statistic, threshold
        ml_feature_baselines: data_end, data_start, feature_name, missing, model_version_id
        ml_feature_bins: are_segments, feature_name, hash, monitor_id, reference_end, reference_start
        ml_feature_schemas: category_count, hash, name, number_count, version
        ml_feature_sketches: bins_id, missing, size, span_id, values_hash
        ml_feature_store: entity_id, event_time, feature_name, kind, value
        ml_features: kind, name, value_type
        ml_feedback: prediction_id
        ml_health_snapshots: duration, state
        ml_job_runs: job
        ml_jobs: every, kind, name, next_due_at
        ml_label_policies: min_agreement
        ml_legal_holds: placed_by, reason
        ml_logins: login, tenant_id
        ml_models: framework, model_type, name
        ml_monitors: decision_threshold, delay, drift_share, every, lookback_hours, min_sample, model_name, name, positive_label,
            reference_kind, segment_cap, service_name
        ml_performance_metrics: metric, sample_count, service_name, value, window_end, window_start
        ml_predictions: prediction_type, service_name
        ml_reopened_windows: monitor_id, window_end
        ml_retention_policies: action, keep_days, table_name
        ml_retraining_deliveries: request_id, sink
        ml_retraining_policies: changed_by, confidence, cool_down, decision_threshold, lookback, max_segment_loss, min_answered_pct,
            min_coverage_pct, min_feature_drift_ratio, min_improvement, min_labeled_samples, min_segment_samples, name, positive_label,
            primary_metric, request_cool_down, requires_approval, segment_cap, version
        ml_retraining_requests: model_name, requested_by, trigger_reason, why
        ml_schema_features: name, ordinal, position, schema_id, type
        ml_serving_periods: model_name, model_version, model_version_id
        ml_shadow_scores: model_version_id, prediction_id
        ml_sketched_spans: bins_hash, hours, monitor_id, num_predictions, rows_hash, starts_at
        ml_slices: ends_at, made_at, name, root, starts_at
        ml_tenants: name
        ml_training_jobs: model_version_id, total_epochs
        ml_writers: host, process_id
        model_aliases: alias, model_name, model_version, model_version_id, set_by
        model_evaluations: evaluated_by, model_version_id
        model_stage_transitions: changed_by, from_stage, model_name, model_version, model_version_id, reason, to_stage
        model_versions: model_name, model_version
        monitoring_metrics: lookback_hours, num_predictions, timestamp
        oracle_ml_predictions: id, query
        pattern_occurrences: pattern_id, source_id, source_type
        policy_ml_predictions: compliance_state, id, policy_id, resource_id
        query_performance_logs: duration_ms, fingerprint, query_text
        recommendations: recommendation_type, title
        resource_utilization: kind, resource, used
        retraining_decisions: action, timestamp, trigger_reason
        system_performance_metrics: metric_name, source, value
        training_datasets: name, row_count, schema, source, version
        user_session_learning_events: action, id, session_id, user_id
        """;

    [Fact]
    public async Task Only_what_a_writer_chooses_has_no_default() => Assert.Equal(
        Chosen.ReplaceLineEndings("\n").Replace("\n    ", " ", StringComparison.Ordinal),
        string.Join('\n', await Database.ColumnAsync(
            """
            SELECT relname || ': ' || string_agg(attname, ', ' ORDER BY attname COLLATE "C")
            FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                AND relname <> 'mlops_migrations_history' AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef
            GROUP BY relname ORDER BY relname COLLATE "C"
            """)));
}
