-- What other systems insert, by psql. Each INSERT is as it was written for an older schema, but for the ids of earlier rows.
INSERT INTO ml_models (name, version, model_type, framework, hyperparameters)
VALUES ('pattern_classifier', 'v1.0', 'pattern_recognition', 'scikit-learn',
        '{"n_estimators": 100, "max_depth": 10}') RETURNING id AS model \gset
INSERT INTO training_datasets (name, version, source, schema, row_count) VALUES ('code', '1', 's3', '{}', 10) RETURNING id AS dataset \gset
INSERT INTO model_training_sessions (model_id, dataset_id, total_epochs)
VALUES (:'model', :'dataset', 50);
INSERT INTO predictions (model_id, prediction_type, target_entity_type,
                        predicted_value, confidence_interval)
VALUES (:'model', 'bug_likelihood', 'code_file',
        '{"probability": 0.85}', '{"lower": 0.80, "upper": 0.90}');

INSERT INTO evolution_experiments (name, problem_definition, objective_function)
VALUES ('optimize_sorting',
        '{"problem": "optimize sorting algorithm"}',
        '{"metrics": ["execution_time", "memory_usage"]}') RETURNING id AS experiment \gset
INSERT INTO evolution_generations (experiment_id, number) VALUES (:'experiment', 1) RETURNING id AS generation \gset
INSERT INTO evolution_individuals (generation_id, genotype, phenotype, fitness_score)
VALUES (:'generation', '{"params": {"algorithm": "quicksort"}}',
        'def quicksort(arr): ...', 0.92);

INSERT INTO identified_patterns (pattern_type, pattern_name, confidence_score)
VALUES ('code_smell', 'long_method', 0.95) RETURNING id AS pattern \gset
INSERT INTO pattern_occurrences (pattern_id, source_type, source_id, location_data)
VALUES (:'pattern', 'code_file', 'file123',
        '{"file": "utils.py", "line_start": 45, "line_end": 120}');

INSERT INTO model_versions (model_name, model_version, mlflow_run_id, stage, f1_score, brier_score, promoted_at, promoted_by)
VALUES ('credit-risk-model', '1', 'run-1', 'Staging', 0.8, 0.1, NULL, 'system');
INSERT INTO model_versions (model_name, model_version, mlflow_run_id, stage, f1_score, brier_score, promoted_at, promoted_by)
VALUES ('credit-risk-model', '1', 'run-1', 'Production', 0.8, 0.1, clock_timestamp(), 'ann');
INSERT INTO model_versions (model_name, model_version, mlflow_run_id, stage, f1_score, brier_score, promoted_at, promoted_by)
VALUES ('credit-risk-model', '2', 'run-2', 'Production', 0.82, 0.1, clock_timestamp(), 'ann');
INSERT INTO monitoring_metrics (timestamp, lookback_hours, num_predictions, positive_rate, feature_drift_ratio, num_drifted_features)
VALUES ('2026-01-06 10:49:02.087857', 24, 3529, 0.21, 0.5, 4);
INSERT INTO retraining_decisions (timestamp, trigger_reason, action, drift_context, decision_details, labeled_samples, coverage_pct)
VALUES ('2026-01-06 11:00:00', 'drift', 'reject', '{"feature_drift_ratio": 0.5}', '{"failure_reasons": ["f1 fell by 0.04"]}', 1200, 40.0);

INSERT INTO ml_predictions (service_name, prediction_type, predicted_value, actual_value, confidence, context, model_version, source, error)
VALUES ('code-roach', 'code-quality', 0.85, 0.90, 0.8, '{"lines": 120}', 'v3-advanced', 'ml_model', 0.05) RETURNING id AS prediction \gset
INSERT INTO code_roach_ml_predictions (prediction_type, predicted_value, confidence, model_version, project_id, file_path, code_metrics)
VALUES ('code-quality', 0.85, 0.8, 'v3-advanced', 'project', 'src/main.js', '{"lines": 120}');
INSERT INTO ml_feedback (prediction_id, rating) VALUES (:'prediction', 4);
