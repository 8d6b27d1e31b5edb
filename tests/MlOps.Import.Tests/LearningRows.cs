namespace MlOps.Import.Tests;

/// <summary>What the rows of <see cref="LearningDatabase"/> become; # stands for the beginning of an id.</summary>
internal static class LearningRows
{
    public static readonly string[] Queries =
    [
        "SELECT jsonb_build_array(id, name, version, source, schema, row_count, quality_score, feature_names)::text"
            + " FROM training_datasets ORDER BY id",
        "SELECT jsonb_build_array(id, model_version_id, dataset_id, status, total_epochs, completed_epochs)::text"
            + " FROM ml_training_jobs ORDER BY id",
        "SELECT jsonb_build_array(id, model_version_id, dataset_id, metrics, confusion_matrix, evaluated_by)::text"
            + " FROM model_evaluations ORDER BY id",
        "SELECT jsonb_build_array(feature_name, entity_id, value, kind)::text FROM ml_feature_store",
        "SELECT jsonb_build_array(request_id, model_version_id, prediction_type, target_entity_type, target_entity_id, predicted_value,"
            + " confidence_lower, confidence_upper, actual_value, output, context)::text FROM ml_predictions ORDER BY request_id",
        "SELECT jsonb_build_array(id, name, problem_definition, objective_function, configuration, status, started_at, ended_at)::text"
            + " FROM evolution_experiments ORDER BY id",
        "SELECT jsonb_build_array(id, experiment_id, number, population_size, best_fitness, mean_fitness, worst_fitness, diversity)::text"
            + " FROM evolution_generations ORDER BY id",
        "SELECT jsonb_build_array(id, generation_id, genotype, phenotype, fitness_score, parents)::text"
            + " FROM evolution_individuals ORDER BY id",
        "SELECT jsonb_build_array(id, individual_id, evaluator, passed, quality_score, execution_time, memory_bytes, metrics, error)::text"
            + " FROM code_evaluations ORDER BY id",
        "SELECT jsonb_build_array(experiment_id, individual_id, model, purpose, tokens_in, tokens_out, cost, latency)::text"
            + " FROM llm_interactions ORDER BY cost DESC",
        "SELECT jsonb_build_array(id, pattern_type, pattern_name, confidence_score, characteristics, status)::text"
            + " FROM identified_patterns ORDER BY id",
        "SELECT jsonb_build_array(pattern_id, source_type, source_id, location_data, confidence_score, created_at)::text"
            + " FROM pattern_occurrences",
        "SELECT jsonb_build_array(id, pattern_id, recommendation_type, title, priority, status, applied_at, action)::text"
            + " FROM recommendations ORDER BY id",
        "SELECT jsonb_build_array(e.id, e.name, hypothesis, metric, status, outcome, winner, v.name, planned_share, is_control)::text"
            + " FROM ab_testing_experiments e JOIN ab_testing_variants v ON v.experiment_id = e.id ORDER BY v.name",
        "SELECT jsonb_build_array(e.created_at, event_type, subject_type, subject_id, payload, repository, operation, commit_hash,"
            + " files_changed, user_id, session_id, action)::text FROM learning_events e LEFT JOIN git_operation_learning_events g"
            + " ON g.id = e.id LEFT JOIN user_session_learning_events u ON u.id = e.id"
            + " WHERE event_type IN ('model.trained', 'git.operation', 'user.session') ORDER BY e.created_at",
        "SELECT jsonb_build_array(source, metric_name, value, unit, created_at)::text FROM system_performance_metrics ORDER BY created_at",
        "SELECT jsonb_build_array(fingerprint, query_text, duration_ms, row_count, plan)::text FROM query_performance_logs ORDER BY 1",
        "SELECT jsonb_build_array(kind, resource, used, capacity)::text FROM resource_utilization ORDER BY 1",
        "SELECT jsonb_build_array(kind, resource, samples, growth_per_day, forecast, horizon_at, capacity)::text"
            + " FROM capacity_planning_metrics",
        "SELECT jsonb_build_array(c.id, name, kind, table_name, rule, c.threshold, passed_rows, failed_rows, score, passed)::text"
            + " FROM data_quality_checks c JOIN data_quality_results r ON check_id = c.id",
    ];

    public static readonly string[] Expected =
    [
        """["#11", "commits", "1", "s3://commits", {"type": "object", "imported": {"owner": "ann"}}, 7, 0.5, ["age", "plan"]]""",
        """["#12", "naïve \"quotes\"; DROP TABLE", "unknown", "unknown", {}, 0, null, []]""",
        """["#21", "#01", "#11", "succeeded", 50, 50]""",
        """["#22", "#01", null, "failed", 50, 1]""",
        """["#31", "#01", "#11", {"f1": 0.5, "accuracy": 0.75}, {"counts": [[4, 1], [0, 3]], "classes": """
            + """["negative", "positive"]}, "suite"]""",
        """["#32", "#01", null, {"accuracy": 0.25}, null, "unknown"]""",
        """["complexity", "file-1", 17, "contextual"]""",
        """["#b1", "#01", "bug_likelihood", "code_file", "f", 0.85, 0.8, 0.9, 1, {"probability": 0.85}, {"imported": {"id": "#b1"}}]""",
        """["#b2", "#01", "label", null, null, null, null, null, null, "high", {"imported": {"id": "#b2", "actual_value": """
            + """{"label": "low"}, "confidence_interval": []}}]""",
        """["#51", "sorting", {"problem": "sort"}, {"metrics": ["time"]}, {"imported": {"budget": """
            + """12.5}}, "completed", "2026-01-06T01:00:00+00:00", "2026-01-06T02:00:00+00:00"]""",
        """["#52", "other", {}, {}, null, "running", "2026-01-05T00:00:00+00:00", null]""",
        """["#61", "#51", 0, null, null, null, null, null]""",
        """["#62", "#51", 1, 2, 0.9, 0.7, 0.5, 0.25]""",
        """["#71", "#61", {"n": 1}, null, null, []]""",
        """["#72", "#61", {"n": 2}, null, 0.5, []]""",
        """["#73", "#62", {"n": 3}, "def f(): '""" + "\u2028" + """'", 0.9, ["#71", "#72"]]""",
        """["#81", "#73", "tests", true, 0.5, "00:00:00.04567", 1024, {"coverage": 0.5}, null]""",
        """["#82", "#73", "tests", false, null, null, null, {}, "unknown"]""",
        """["#51", "#73", "large", "mutate", 10, 20, 0.123456789, "00:00:01.5005"]""",
        """[null, null, "large", null, 0, 0, 0, "00:00:00"]""",
        """["#91", "code_smell", "long_method", 0.95, {"lines": 120, "imported": {"frequency": 9}}, "active"]""",
        """["#92", "code_smell", "old", 0.5, null, "dismissed"]""",
        """["#91", "code_file", "file123", {"line": 45, "imported": {"id": "#a1", "severity": "high"}}, """
            + """0.5, "2026-01-08T12:00:00.123456+00:00"]""",
        """["#c1", "#91", "refactor", "Split it", "high", "applied", "2026-01-11T00:00:00+00:00", {"imported": {"effort": "days"}}]""",
        """["#c2", null, "refactor", "Look at it", "medium", "proposed", null, {"imported": {"priority": "7", "pattern_id": "#93"}}]""",
        """["#d1", "button", "Green sells", "checkout", "concluded", "treatment_better", "green", "control", 0.75, true]""",
        """["#d1", "button", "Green sells", "checkout", "concluded", "treatment_better", "green", "green", 0.25, false]""",
        """["2026-01-12T12:00:00.000001+00:00", "model.trained", "model", "m-1", {"epochs": 3, "imported": """
            + """{"id": "1", "trace": 17}}, null, null, null, null, null, null, null]""",
        """["2026-01-13T00:00:00+00:00", "user.session", null, null, {"imported": {"id": "#f1"}}, null, null, null, """
            + """null, "ann", "s-1", "login"]""",
        """["2026-02-12T00:00:00+00:00", "git.operation", null, null, {"by": "ann", "imported": """
            + """{"id": "2", "event_type": "git"}}, "graph", "push", "abc", 3, null, null, null]""",
        """["2026-02-13T00:00:00+00:00", "git.operation", null, null, {"imported": {"id": "#e2"}}, "unknown", "merge", """
            + """null, 0, null, null, null]""",
        """["api", "cpu", 0.1, "percent", "2026-01-14T00:00:00+00:00"]""",
        """["unknown", "cpu", 2, null, "2026-01-15T00:00:00+00:00"]""",
        """["42", "SELECT 'é' -- \\", 1.5, 3, {"Plan": 1}]""",
        """["e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5", "SELECT 1", 1, null, null]""",
        """["cpu", "cpu", 12.5, 100]""",
        """["disk", "/data", 50, 200]""",
        """["disk", "/data", 3, 1.5, 90, "2026-03-01T00:00:00+00:00", 100]""",
        """["00000000-0000-4000-8000-000000000141", "no gaps", "completeness", "ml_predictions", "confidence IS NOT """
            + """NULL", 0.9, 95, 5, 0.95, true]""",
    ];
}
