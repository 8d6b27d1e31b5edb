"""What other systems insert, by psycopg2. It connects as the variables PGHOST, PGUSER and so on say."""
from datetime import datetime, timezone

import psycopg2
from psycopg2.extras import Json

connection = psycopg2.connect("")
connection.autocommit = True
cursor = connection.cursor()


def insert(table, **values):
    """Inserts a row, and returns the id that the database gave it."""
    columns = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id", list(values.values()))
    return cursor.fetchone()[0]


model = insert("ml_models", name="pattern_classifier", version="v1.0", model_type="pattern_recognition",
               framework="scikit-learn", hyperparameters=Json({"n_estimators": 100, "max_depth": 10}))
dataset = insert("training_datasets", name="code", version="1", source="s3", schema=Json({}), row_count=10)
insert("model_training_sessions", model_id=model, dataset_id=dataset, total_epochs=50)
insert("predictions", model_id=model, prediction_type="bug_likelihood", target_entity_type="code_file",
       predicted_value=Json({"probability": 0.85}), confidence_interval=Json({"lower": 0.80, "upper": 0.90}))

experiment = insert("evolution_experiments", name="optimize_sorting", problem_definition=Json({"problem": "optimize sorting algorithm"}),
                    objective_function=Json({"metrics": ["execution_time", "memory_usage"]}))
generation = insert("evolution_generations", experiment_id=experiment, number=1)
insert("evolution_individuals", generation_id=generation, genotype=Json({"params": {"algorithm": "quicksort"}}),
       phenotype="def quicksort(arr): ...", fitness_score=0.92)
pattern = insert("identified_patterns", pattern_type="code_smell", pattern_name="long_method", confidence_score=0.95)
insert("pattern_occurrences", pattern_id=pattern, source_type="code_file", source_id="file123",
       location_data=Json({"file": "utils.py", "line_start": 45, "line_end": 120}))

staged = insert("model_versions", model_name="credit-risk-model", model_version="1", mlflow_run_id="run-1", stage="Staging",
                f1_score=0.8, brier_score=0.1, promoted_at=None, promoted_by="system")
promoted = insert("model_versions", model_name="credit-risk-model", model_version="1", mlflow_run_id="run-1", stage="Production",
                  f1_score=0.8, brier_score=0.1, promoted_at=datetime.now(timezone.utc), promoted_by="ann")
assert staged == promoted
insert("model_versions", model_name="credit-risk-model", model_version="2", mlflow_run_id="run-2", stage="Production",
       f1_score=0.82, brier_score=0.1, promoted_at=datetime.now(timezone.utc), promoted_by="ann")
insert("monitoring_metrics", timestamp=datetime(2026, 1, 6, 10, 49, 2, 87857), lookback_hours=24, num_predictions=3529, positive_rate=0.21,
       feature_drift_ratio=0.5, num_drifted_features=4)
insert("retraining_decisions", timestamp=datetime(2026, 1, 6, 11), trigger_reason="drift", action="reject",
       drift_context=Json({"feature_drift_ratio": 0.5}), decision_details=Json({"failure_reasons": ["f1 fell by 0.04"]}),
       labeled_samples=1200, coverage_pct=40.0)

at = datetime.now(timezone.utc)
prediction = insert("ml_predictions", service_name="code-roach", prediction_type="code-quality", predicted_value=0.85, actual_value=0.90,
                    confidence=0.8, context=Json({"lines": 120}), model_version="v3-advanced", source="ml_model", error=0.05,
                    created_at=at)
second = insert("code_roach_ml_predictions", prediction_type="code-quality", predicted_value=0.85, confidence=0.8,
                model_version="v3-advanced", project_id="project", file_path="src/main.js", code_metrics=Json({"lines": 120}), created_at=at)
assert prediction == second
insert("ml_feedback", prediction_id=prediction, rating=4)
