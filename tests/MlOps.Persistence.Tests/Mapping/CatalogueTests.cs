using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>The tables and views that existing SQL reads, as the server has them after the migrations.</summary>
public class CatalogueTests(TestDatabase database) : DatabaseTest(database)
{
    public static TheoryData<string, string> Views => new()
    {
        { "v_recent_predictions", "service_name prediction_type predicted_value actual_value error confidence risk_level created_at " +
            "model_name model_version stage" },
        { "v_model_performance", "model_name model_version stage f1_score brier_score predictions labelled avg_confidence avg_error " +
            "error_stddev avg_inference_time_ms" },
        { "v_model_timeline", "model_name model_version from_stage to_stage stage changed_at changed_by reason decision_id " +
            "f1_score brier_score mlflow_run_id promoted_at promoted_by" },
        { "v_decision_history",
            "id timestamp trigger_reason action drift_context data_context decision_details labeled_samples coverage_pct" },
        {
            "v_recent_monitoring",
            "id timestamp lookback_hours num_predictions positive_rate probability_mean probability_std entropy dataset_drift_detected " +
            "feature_drift_ratio num_drifted_features drift_summary_ref drift_report_ref"
        },
        {
            "v_prediction_features",
            "id request_id service_name prediction_type predicted_value actual_value schema_name schema_version features created_at"
        },
        { "predictions", "id model_id target_entity_type target_entity_id predicted_value confidence_interval confidence created_at" },
        { "model_training_sessions",
            "id model_id dataset_id hyperparameters status total_epochs completed_epochs loss_curve started_at ended_at" },
        { "feature_store", "id feature_id feature_name kind entity_id value event_time known_at quality_score completeness_score" },
        { "schema_migrations", "version name product_version" },
        { "v_table_sizes", "schemaname tablename size size_bytes" },
        { "v_index_usage", "schemaname tablename indexname index_scans tuples_read tuples_fetched size_bytes is_unique" },
        { "m_daily_predictions", "tenant_id day service_name model_version predictions labelled avg_confidence avg_error error_stddev" },
        { "m_version_accuracy", "tenant_id model_version_id day model_name model_version predictions labelled avg_error" },
        { "m_experiment_progress", "tenant_id experiment_id generation experiment status best_fitness mean_fitness best_so_far" },
        { "m_telemetry_by_minute", "tenant_id minute source metric_name samples average least greatest" },
        { "m_telemetry_by_hour", "tenant_id hour source metric_name samples average least greatest" },
        { "v_daily_predictions", "day service_name" },
        { "v_version_accuracy", "model_version_id day" },
        { "v_experiment_progress", "experiment_id generation" },
        { "v_telemetry_by_minute", "minute source" },
        { "v_telemetry_by_hour", "hour source" },
        { "m_daily_patterns", "tenant_id day pattern_id occurrences" },
        { "v_daily_patterns", "day pattern_id" },
    };

    [Theory, MemberData(nameof(ContractTests.Tables), MemberType = typeof(ContractTests)), MemberData(nameof(Views))]
    public async Task A_table_or_view_has_its_columns(string name, string columns) => Assert.Superset(
        columns.Split(' ').ToHashSet(),
        (await Database.ColumnAsync($"SELECT attname::text FROM pg_attribute WHERE attrelid = 'public.{name}'::regclass")).ToHashSet());

    [Fact]
    public async Task Each_foreign_key_is_covered_by_an_index_that_begins_with_its_columns() => Assert.Empty(await Database.ColumnAsync(
        """
        SELECT conrelid::regclass || ' ' || conname FROM pg_constraint
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT FROM pg_index JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
            WHERE indrelid = conrelid AND (indpred IS NULL OR pg_get_expr(indpred, indrelid) = format('(%I IS NOT NULL)', attname))
                AND (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey AND conkey @> (indkey::int2[])[0:cardinality(conkey) - 1])
        """));

    [Fact]
    public async Task There_is_no_other_view() => Assert.Equal(
        Views.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
        (await Database.ColumnAsync(
            "SELECT relname::text FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"))
            .Order(StringComparer.Ordinal));
}
