using Microsoft.EntityFrameworkCore;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>Existing dashboards and scripts read these tables by SQL, so these names are a contract.</summary>
[NeedsNoServer]
public class ContractTests
{
    public static TheoryData<string, string> Tables => new()
    {
        { "ml_models", "name model_type framework description owner tags baseline_metrics status updated_at xmin" },
        {
            "model_versions",
            "model_name model_version mlflow_run_id stage status hyperparameters parameters metrics f1_score brier_score " +
            "artifact_reference artifact_size_bytes artifact_checksum input_schema output_schema encrypted_model " +
            "encryption_key_id promoted_at promoted_by updated_at xmin"
        },
        {
            "model_stage_transitions",
            "model_version_id model_name model_version from_stage to_stage changed_by reason decision_id"
        },
        {
            "ml_predictions",
            "service_name prediction_type predicted_value actual_value error confidence confidence_lower confidence_upper " +
            "output context model_version model_version_id source target_entity_type target_entity_id shap_values " +
            "attention_weights feature_importance recommendations risk_level inference_time_ms explanation labelled_at revision " +
            "request_id feature_schema_id features categories attributions attribution_method received_at label_received_at " +
            "label_source"
        },
        { "code_roach_ml_predictions", "project_id file_path code_metrics" },
        { "oracle_ml_predictions", "query knowledge_id relevance_scores" },
        { "daisy_chain_ml_predictions", "task_id task_type success_probability" },
        { "first_mate_ml_predictions", "user_id roll_type stat_info" },
        { "game_app_ml_predictions", "session_id narrative_id scenario" },
        { "ai_gm_ml_predictions", "campaign_id scene decision" },
        { "policy_ml_predictions", "resource_id policy_id compliance_state time_to_violation" },
        { "ml_feedback", "prediction_id rating is_correct corrected_value comment user_id source received_at" },
        { "ml_shadow_scores", "prediction_id model_version_id predicted_value confidence output inference_time_ms" },
        { "ml_label_policies", "service_name min_agreement sources correction_reason updated_at xmin" },
        { "ml_dead_letters", "kind content_id payload reason sql_state attempts last_attempt_at" },
        {
            "monitoring_metrics",
            "timestamp lookback_hours num_predictions positive_rate probability_mean probability_std entropy " +
            "dataset_drift_detected feature_drift_ratio num_drifted_features drift_summary_ref drift_report_ref " +
            "monitor_id revision num_labelled predictions_hash labels_hash reference_hash"
        },
        {
            "ml_drift_metrics",
            "model_name model_version_id monitoring_run_id feature_name kind method_id statistic p_value threshold drifted alert_level " +
            "bins reference_start reference_end reference_size current_start current_end current_size vae_reconstruction_error"
        },
        {
            "retraining_decisions",
            "timestamp trigger_reason action model_name candidate_version_id drift_context data_context decision_details " +
            "rejection_reasons labeled_samples coverage_pct evidence_hash decided_by answers_decision_id"
        },
        { "ml_features", "name kind value_type owner description freshness status updated_at" },
        { "ml_feature_schemas", "name version hash number_count category_count" },
        { "ml_schema_features", "schema_id name type ordinal position description expected_min expected_max feature_id" },
        { "ml_feature_store", "feature_name kind entity_id value event_time known_at quality_score completeness_score" },
        { "learning_events", "event_type subject_type subject_id actor payload" },
        {
            "git_operation_learning_events",
            "repository operation branch commit_hash files_changed lines_added lines_removed"
        },
        { "user_session_learning_events", "user_id session_id action duration_ms" },
        { "system_performance_metrics", "source metric_name value unit" },
        { "query_performance_logs", "fingerprint query_text duration_ms row_count application_name plan" },
        { "resource_utilization", "kind resource used capacity utilization" },
        {
            "capacity_planning_metrics",
            "kind resource samples growth_per_day horizon_at forecast forecast_error capacity full_at"
        },
        { "ml_tenants", "name status updated_at" },
        {
            "ml_writers",
            "host process_id program queue_length oldest_age journal_bytes flush_latency stored dead_lettered last_error last_error_at " +
            "seen_at stopped_at"
        },
        {
            "ml_monitors",
            "name model_name service_name every lookback_hours delay reference_kind reference_start reference_end " +
            "baseline_version_id features segment_feature segment_cap rules drift_share decision_threshold positive_label min_sample"
        },
        {
            "ml_jobs",
            "name kind monitor_id every every_offset next_due_at is_enabled run_id leased_until failures retry_at state updated_at xmin"
        },
        {
            "ml_feature_bins",
            "monitor_id feature_name are_segments edges compared_edges categories hash reference_start reference_end"
        },
        { "ml_sketched_spans", "monitor_id starts_at hours num_predictions rows_hash bins_hash" },
        {
            "ml_feature_sketches",
            "span_id bins_id model_version segment_kind segment_name counts size missing mean squared_deviations lowest highest values_hash"
        },
        {
            "ml_feature_baselines",
            "model_version_id feature_name data_start data_end edges compared_edges categories counts missing lowest highest mean"
        },
        { "ml_reopened_windows", "monitor_id window_end" },
        { "ml_job_runs", "job runner due_at status ended_at outcome error duration" },
        {
            "ml_legal_holds",
            "reason model_name window_start window_end prediction_id placed_by placed_login released_at released_by released_login " +
            "release_reason updated_at"
        },
        { "ml_retention_policies", "table_name keep_days action is_enabled updated_at" },
        { "ml_audit_log", "actor action subject_type subject_id before after" },
        { "data_quality_checks", "name kind table_name rule threshold updated_at" },
        { "data_quality_results", "check_id window_start window_end passed_rows failed_rows score threshold passed" },
        {
            "ml_serving_periods",
            "model_name model_version_id model_version served_from served_to served promoted_at decision_id updated_at xmin"
        },
        { "model_aliases", "model_name alias model_version_id model_version set_by valid_from valid_to closed_by updated_at xmin" },
        { "ml_configurations", "resource_id features policy_context baseline_config updated_at xmin" },
        {
            "training_datasets",
            "name version source schema row_count checksum quality_score feature_names features_known_at updated_at xmin"
        },
        {
            "ml_training_jobs",
            "model_version_id dataset_id hyperparameters status total_epochs completed_epochs loss_curve resource_usage worker " +
            "started_at heartbeat_at ended_at error updated_at xmin"
        },
        { "model_evaluations", "model_version_id dataset_id metrics confusion_matrix thresholds evaluated_by" },
        {
            "ml_performance_metrics",
            "service_name metric value window_start window_end sample_count monitoring_run_id segment_feature segment_kind segment_name " +
            "is_estimate"
        },
        {
            "ml_alert_rules",
            "name metric model_name service_name condition threshold clear_threshold required_breaches window_length severity enabled " +
            "silenced_until silenced_by updated_at xmin"
        },
        {
            "ml_alerts",
            "rule_id subject observation remedy severity threshold value since fired_at acknowledged_at acknowledged_by resolved_at " +
            "resolved_by note updated_at xmin"
        },
        { "ml_alert_states", "rule_id subject value missing_reason breaches breached_since evaluated_at xmin" },
        { "ml_alert_deliveries", "alert_id notice sink attempts next_attempt_at delivered_at last_error xmin" },
        { "ml_health_snapshots", "state findings duration" },
        {
            "ml_retraining_policies",
            "name model_name version changed_by primary_metric min_improvement confidence lookback min_labeled_samples min_coverage_pct " +
            "min_answered_pct guards segment_feature segment_cap min_segment_samples max_segment_loss min_feature_drift_ratio cool_down " +
            "requires_approval decision_threshold positive_label retrain_every request_cool_down replaced_at updated_at xmin"
        },
        {
            "ml_retraining_requests",
            "model_name trigger_reason why requested_by answered_at answer_version_id closed_at closed_by decision_id " +
            "withdrawal_reason updated_at xmin"
        },
        { "ml_retraining_deliveries", "request_id sink attempts next_attempt_at delivered_at last_error xmin" },
        {
            "evolution_experiments",
            "name description problem_definition objective_function configuration status started_at ended_at failure_reason updated_at xmin"
        },
        {
            "evolution_generations",
            "experiment_id number population_size best_fitness mean_fitness worst_fitness diversity updated_at xmin"
        },
        {
            "evolution_individuals",
            "generation_id experiment_id generation_number genotype phenotype fitness_score parents updated_at xmin"
        },
        { "code_evaluations", "individual_id evaluator passed quality_score execution_time memory_bytes metrics error" },
        { "llm_interactions", "experiment_id individual_id model purpose tokens_in tokens_out tokens cost latency" },
        {
            "identified_patterns",
            "pattern_type pattern_name confidence_score description characteristics status updated_at xmin"
        },
        { "pattern_occurrences", "pattern_id source_type source_id location_data confidence_score" },
        {
            "recommendations",
            "recommendation_type title pattern_id priority description action confidence_score target_entity_type target_entity_id " +
            "status status_changed_at status_changed_by status_reason applied_at updated_at xmin"
        },
        {
            "ab_testing_experiments",
            "name hypothesis metric metric_kind alpha planned_sample_size status started_at ended_at outcome winner " +
            "cancellation_reason updated_at xmin"
        },
        { "ab_testing_variants", "experiment_id name planned_share is_control" },
        { "ab_testing_results", "variant_id window_start window_end assignments conversions value_mean value_variance" },
    };

    [Theory, MemberData(nameof(Tables))]
    public void A_table_has_the_columns_that_existing_sql_asks_for(string table, string columns)
    {
        var actual = TestModels.Create().GetRelationalModel().FindTable(table, null);
        Assert.NotNull(actual);
        var names = actual.Columns.Select(column => column.Name).ToHashSet();
        Assert.Superset(columns.Split(' ').Append("tenant_id").Append("id").ToHashSet(), names);
    }

    [Fact]
    public void There_is_no_other_table() => Assert.Equal(
        Tables.Select(row => row.Data.Item1).Concat(SharedTables.Names).Concat(SharedTables.OfChains).Order(),
        TestModels.Create().GetRelationalModel().Tables.Select(table => table.Name).Order());

    [Theory]
    [InlineData("ml_predictions", "output", "jsonb")]
    [InlineData("ml_predictions", "created_at", "timestamp with time zone")]
    [InlineData("ml_predictions", "id", "uuid")]
    [InlineData("ml_predictions", "predicted_value", "double precision")]
    [InlineData("ml_models", "tags", "jsonb")]
    [InlineData("model_versions", "encrypted_model", "bytea")]
    [InlineData("retraining_decisions", "rejection_reasons", "text[]")]
    [InlineData("policy_ml_predictions", "time_to_violation", "interval")]
    [InlineData("training_datasets", "feature_names", "text[]")]
    [InlineData("ml_training_jobs", "loss_curve", "jsonb")]
    [InlineData("model_evaluations", "confusion_matrix", "jsonb")]
    [InlineData("ml_health_snapshots", "findings", "jsonb")]
    [InlineData("evolution_individuals", "parents", "uuid[]")]
    [InlineData("llm_interactions", "cost", "numeric")]
    public void A_column_has_its_type(string table, string column, string type) => Assert.Equal(
        type, TestModels.Create().GetRelationalModel().FindTable(table, null)!.FindColumn(column)!.StoreType);
}
