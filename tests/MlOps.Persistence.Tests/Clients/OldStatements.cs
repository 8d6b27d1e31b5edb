namespace MlOps.Persistence.Tests.Clients;

/// <summary>INSERTs as they were written for older schemas. Ids stand for those of earlier rows.</summary>
internal static class OldStatements
{
    public const string Model =
        """
        INSERT INTO ml_models (name, version, model_type, framework, hyperparameters)
        VALUES ('pattern_classifier', 'v1.0', 'pattern_recognition', 'scikit-learn',
                '{"n_estimators": 100, "max_depth": 10}')
        """;

    public const string TrainingSession =
        """
        INSERT INTO model_training_sessions (model_id, dataset_id, total_epochs)
        VALUES ('model-uuid', 'dataset-uuid', 50)
        """;

    public const string FlatPrediction =
        """
        INSERT INTO predictions (model_id, prediction_type, target_entity_type,
                                predicted_value, confidence_interval)
        VALUES ('model-uuid', 'bug_likelihood', 'code_file',
                '{"probability": 0.85}', '{"lower": 0.80, "upper": 0.90}')
        """;

    public const string Experiment =
        """
        INSERT INTO evolution_experiments (name, problem_definition, objective_function)
        VALUES ('optimize_sorting',
                '{"problem": "optimize sorting algorithm"}',
                '{"metrics": ["execution_time", "memory_usage"]}')
        """;

    public const string Individual =
        """
        INSERT INTO evolution_individuals (generation_id, genotype, phenotype, fitness_score)
        VALUES ('gen-uuid', '{"params": {"algorithm": "quicksort"}}',
                'def quicksort(arr): ...', 0.92)
        """;

    public const string Pattern =
        """
        INSERT INTO identified_patterns (pattern_type, pattern_name, confidence_score)
        VALUES ('code_smell', 'long_method', 0.95)
        """;

    public const string Occurrence =
        """
        INSERT INTO pattern_occurrences (pattern_id, source_type, source_id, location_data)
        VALUES ('pattern-uuid', 'code_file', 'file123',
                '{"file": "utils.py", "line_start": 45, "line_end": 120}')
        """;

    public const string Monitoring =
        """
        INSERT INTO monitoring_metrics (timestamp, lookback_hours, num_predictions, positive_rate, probability_mean, probability_std,
            entropy, dataset_drift_detected, feature_drift_ratio, num_drifted_features, drift_summary_ref, drift_report_ref)
        VALUES ('2026-01-06 10:49:02.087857', 24, 3529, 0.21, 0.3, 0.1, 0.6, false, 0.5, 4, 'drift.json', 'drift.html')
        """;

    public const string Decision =
        """
        INSERT INTO retraining_decisions (timestamp, trigger_reason, action, drift_context, data_context, decision_details,
            labeled_samples, coverage_pct)
        VALUES ('2026-01-06 11:00:00', 'drift', 'reject', '{"feature_drift_ratio": 0.5}', '{"coverage": 0.4}',
            '{"failure_reasons": ["f1 fell by 0.04", "brier rose by 0.01"], "f1": 0.71}', 1200, 40.0)
        """;

    public const string Version =
        """
        INSERT INTO model_versions (model_name, model_version, mlflow_run_id, stage, f1_score, brier_score, promoted_at, promoted_by)
        VALUES ('credit-risk-model', 'version', 'run', 'stage', 0.8, 0.1, promotion, 'system')
        """;

    public const string Prediction =
        """
        INSERT INTO ml_predictions (service_name, prediction_type, predicted_value, actual_value, confidence, context, model_version,
            source, error, created_at)
        VALUES ('code-roach', 'code-quality', 0.85, 0.90, 0.8, '{"lines": 120}', 'v3-advanced', 'ml_model', 0.05, 'time')
        """;

    public const string ServicePrediction =
        """
        INSERT INTO code_roach_ml_predictions (prediction_type, predicted_value, actual_value, confidence, model_version, source,
            project_id, file_path, code_metrics, created_at)
        VALUES ('code-quality', 0.85, 0.90, 0.8, 'v3-advanced', 'ml_model', 'project', 'src/main.js', '{"lines": 120}', 'time')
        """;
}
