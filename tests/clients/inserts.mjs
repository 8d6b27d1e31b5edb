// What other systems insert, by node-postgres. It connects as the variables PGHOST, PGUSER and so on say.
import assert from 'node:assert';
import pg from 'pg';

const client = new pg.Client();
await client.connect();

// Inserts a row, and returns the id that the database gave it.
async function insert(table, row) {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING id`;
  return (await client.query(sql, Object.values(row))).rows[0].id;
}

const model = await insert('ml_models', {
  name: 'pattern_classifier', version: 'v1.0', model_type: 'pattern_recognition', framework: 'scikit-learn',
  hyperparameters: { n_estimators: 100, max_depth: 10 },
});
const dataset = await insert('training_datasets', { name: 'code', version: '1', source: 's3', schema: {}, row_count: 10 });
await insert('model_training_sessions', { model_id: model, dataset_id: dataset, total_epochs: 50 });
await insert('predictions', {
  model_id: model, prediction_type: 'bug_likelihood', target_entity_type: 'code_file',
  predicted_value: { probability: 0.85 }, confidence_interval: { lower: 0.80, upper: 0.90 },
});

const experiment = await insert('evolution_experiments', {
  name: 'optimize_sorting', problem_definition: { problem: 'optimize sorting algorithm' },
  objective_function: { metrics: ['execution_time', 'memory_usage'] },
});
const generation = await insert('evolution_generations', { experiment_id: experiment, number: 1 });
await insert('evolution_individuals', {
  generation_id: generation, genotype: { params: { algorithm: 'quicksort' } }, phenotype: 'def quicksort(arr): ...', fitness_score: 0.92,
});
const pattern = await insert('identified_patterns', { pattern_type: 'code_smell', pattern_name: 'long_method', confidence_score: 0.95 });
await insert('pattern_occurrences', {
  pattern_id: pattern, source_type: 'code_file', source_id: 'file123', location_data: { file: 'utils.py', line_start: 45, line_end: 120 },
});

const version = { model_name: 'credit-risk-model', model_version: '1', mlflow_run_id: 'run-1', f1_score: 0.8, brier_score: 0.1 };
const staged = await insert('model_versions', { ...version, stage: 'Staging', promoted_at: null, promoted_by: 'system' });
// A Date has milliseconds alone, so it may lie before the row that is there.
const soon = () => new Date(Date.now() + 1);
assert.equal(await insert('model_versions', { ...version, stage: 'Production', promoted_at: soon(), promoted_by: 'ann' }), staged);
await insert('model_versions', { ...version, model_version: '2', stage: 'Production', promoted_at: soon(), promoted_by: 'ann' });
await insert('monitoring_metrics', {
  timestamp: '2026-01-06 10:49:02.087857', lookback_hours: 24, num_predictions: 3529, positive_rate: 0.21, feature_drift_ratio: 0.5,
  num_drifted_features: 4,
});
await insert('retraining_decisions', {
  timestamp: '2026-01-06 11:00:00', trigger_reason: 'drift', action: 'reject', drift_context: { feature_drift_ratio: 0.5 },
  decision_details: { failure_reasons: ['f1 fell by 0.04'] }, labeled_samples: 1200, coverage_pct: 40.0,
});

const created_at = new Date();
const prediction = await insert('ml_predictions', {
  service_name: 'code-roach', prediction_type: 'code-quality', predicted_value: 0.85, actual_value: 0.90, confidence: 0.8,
  context: { lines: 120 }, model_version: 'v3-advanced', source: 'ml_model', error: 0.05, created_at,
});
assert.equal(await insert('code_roach_ml_predictions', {
  prediction_type: 'code-quality', predicted_value: 0.85, confidence: 0.8, model_version: 'v3-advanced', project_id: 'project',
  file_path: 'src/main.js', code_metrics: { lines: 120 }, created_at,
}), prediction);
await insert('ml_feedback', { prediction_id: prediction, rating: 4 });
await client.end();
