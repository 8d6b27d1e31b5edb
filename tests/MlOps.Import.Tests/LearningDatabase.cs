namespace MlOps.Import.Tests;

/// <summary>A database of continuous learning: models, evolution, patterns and telemetry in 23 tables, as a team would make it.</summary>
internal static class LearningDatabase
{
    public const string Sql =
        """
        CREATE TABLE ml_models (id uuid PRIMARY KEY, name text, version text, model_type text, framework text, hyperparameters jsonb,
            created_at timestamptz);
        CREATE TABLE training_datasets (id uuid PRIMARY KEY, name text, version text, data_source text, schema_definition jsonb,
            record_count bigint, quality_score numeric, features text[], owner text, created_at timestamptz);
        CREATE TABLE model_training_sessions (id uuid PRIMARY KEY, model_id uuid, dataset_id uuid, status text, total_epochs int,
            current_epoch int, created_at timestamptz, started_at timestamptz, completed_at timestamptz);
        CREATE TABLE model_evaluations (id uuid PRIMARY KEY, model_id uuid, dataset_id uuid, evaluation_metrics jsonb, accuracy numeric,
            confusion_matrix jsonb, evaluator text, created_at timestamptz);
        CREATE TABLE feature_store (id uuid PRIMARY KEY, feature_name text, entity_id text, feature_value jsonb, feature_type text,
            created_at timestamptz);
        CREATE TABLE evolution_experiments (id uuid PRIMARY KEY, name text, problem_definition jsonb, objective_function jsonb,
            status text, budget numeric, created_at timestamptz, started_at timestamptz, completed_at timestamptz);
        CREATE TABLE evolution_generations (id uuid PRIMARY KEY, experiment_id uuid, generation_number int, population_size int,
            best_fitness float8, average_fitness float8, worst_fitness float8, diversity_score float8, created_at timestamptz);
        CREATE TABLE evolution_individuals (id uuid PRIMARY KEY, generation_id uuid, genotype jsonb, phenotype text, fitness_score float8,
            parent_ids uuid[], created_at timestamptz);
        CREATE TABLE code_evaluations (id uuid PRIMARY KEY, individual_id uuid, evaluation_type text, success boolean,
            quality_score float8, execution_time_ms float8, memory_usage bigint, metrics jsonb, error_message text,
            created_at timestamptz);
        CREATE TABLE llm_interactions (id bigserial PRIMARY KEY, experiment_id uuid, individual_id uuid, model_name text,
            interaction_type text, prompt text, prompt_tokens int, completion_tokens int, cost_usd numeric, response_time_ms float8,
            created_at timestamptz);
        CREATE TABLE identified_patterns (id uuid PRIMARY KEY, pattern_type text, pattern_name text, confidence_score float8,
            pattern_data jsonb, frequency int, is_active boolean, created_at timestamptz);
        CREATE TABLE pattern_occurrences (id uuid, pattern_id uuid, source_type text, source_id text, location_data jsonb,
            confidence float8, severity text, created_at timestamptz);
        CREATE TABLE predictions (id uuid PRIMARY KEY, model_id uuid, prediction_type text, target_entity_type text, target_entity_id text,
            predicted_value jsonb, confidence_interval jsonb, actual_value jsonb, created_at timestamptz);
        CREATE TABLE recommendations (id uuid PRIMARY KEY, pattern_id uuid, recommendation_type text, title text, priority text,
            status text, effort text, created_at timestamptz, updated_at timestamptz);
        CREATE TABLE ab_testing_experiments (id uuid PRIMARY KEY, name text, hypothesis text, variants jsonb, primary_metric text,
            status text, winner text, created_at timestamptz, start_date timestamptz, end_date timestamptz);
        CREATE TABLE learning_events (id bigserial, event_type text, entity_type text, entity_id text, event_data jsonb, trace int,
            timestamp timestamptz NOT NULL) PARTITION BY RANGE (timestamp);
        CREATE TABLE learning_events_2026_01 PARTITION OF learning_events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE learning_events_2026_02 PARTITION OF learning_events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
        CREATE TABLE git_operation_learning_events (id uuid PRIMARY KEY, learning_event_id bigint, repository_name text,
            operation_type text, commit_sha text, files_changed int, created_at timestamptz);
        CREATE TABLE user_session_learning_events (id uuid PRIMARY KEY, learning_event_id bigint, user_id text, session_id text,
            action_type text, created_at timestamptz);
        CREATE TABLE system_performance_metrics (id uuid PRIMARY KEY, metric_name text, metric_value float8, metric_unit text,
            component text, timestamp timestamptz);
        CREATE TABLE query_performance_logs (id uuid PRIMARY KEY, query_hash text, query_text text, execution_time_ms float8,
            rows_returned bigint, execution_plan jsonb, executed_at timestamptz);
        CREATE TABLE resource_utilization (id uuid PRIMARY KEY, resource_type text, resource_name text, current_usage float8,
            total_capacity float8, utilization_percentage float8, timestamp timestamptz);
        CREATE TABLE capacity_planning_metrics (id uuid PRIMARY KEY, resource_type text, resource_name text, growth_rate float8,
            projected_usage float8, projection_date timestamptz, max_capacity float8, created_at timestamptz);
        CREATE TABLE data_quality_checks (id uuid PRIMARY KEY, check_name text, check_type text, target_table text, check_query text,
            threshold_value numeric, records_checked bigint, records_failed bigint, executed_at timestamptz, created_at timestamptz);

        INSERT INTO ml_models VALUES
            ('00000000-0000-4000-8000-000000000001', 'pattern_classifier', 'v1.0', 'pattern_recognition', 'scikit-learn',
                '{"max_depth": 10}', '2026-01-01');
        INSERT INTO training_datasets VALUES
            ('00000000-0000-4000-8000-000000000011', 'commits', '1', 's3://commits', '{"type": "object"}', 7, 0.5, '{age,plan}', 'ann',
                '2026-01-02'),
            ('00000000-0000-4000-8000-000000000012', 'naïve "quotes"; DROP TABLE', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-01-02'),
            ('00000000-0000-4000-8000-000000000013', 'bad', '1', NULL, NULL, -1, NULL, NULL, NULL, '2026-01-02');
        INSERT INTO model_training_sessions VALUES
            ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000011',
                'completed', 50, 50, '2026-01-03', '2026-01-03 01:00+00', '2026-01-03 02:00+00'),
            ('00000000-0000-4000-8000-000000000022', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000013',
                'failed', 50, 1, '2026-01-03', NULL, NULL),
            ('00000000-0000-4000-8000-000000000023', '00000000-0000-4000-8000-000000000099', NULL, 'failed', 50, 1, '2026-01-03', NULL,
                NULL);
        INSERT INTO model_evaluations VALUES
            ('00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000011',
                '{"f1": 0.5}', 0.75, '{"tp": 3, "fp": 1, "fn": 0, "tn": 4}', 'suite', '2026-01-04'),
            ('00000000-0000-4000-8000-000000000032', '00000000-0000-4000-8000-000000000001', NULL, NULL, 0.25, '"none"', NULL,
                '2026-01-04'),
            ('00000000-0000-4000-8000-000000000033', '00000000-0000-4000-8000-000000000001', NULL, NULL, 'NaN', NULL, NULL, '2026-01-04');
        INSERT INTO feature_store VALUES
            ('00000000-0000-4000-8000-000000000041', 'complexity', 'file-1', '17', 'contextual', '2026-01-05'),
            ('00000000-0000-4000-8000-000000000042', 'complexity', 'file-2', NULL, 'contextual', '2026-01-05');
        INSERT INTO evolution_experiments VALUES
            ('00000000-0000-4000-8000-000000000051', 'sorting', '{"problem": "sort"}', '{"metrics": ["time"]}', 'completed', 12.5,
                '2026-01-06', '2026-01-06 01:00+00', '2026-01-06 02:00+00'),
            ('00000000-0000-4000-8000-000000000052', 'other', '{}', '{}', 'running', NULL, '2026-01-06', '2026-01-05', NULL),
            ('00000000-0000-4000-8000-000000000053', 'bad', '{}', '{}', 'dreaming', NULL, '2026-01-06', NULL, NULL);
        INSERT INTO evolution_generations VALUES
            ('00000000-0000-4000-8000-000000000062', '00000000-0000-4000-8000-000000000051', 1, 2, 0.9, 0.7, 0.5, 0.25,
                '2026-01-06 01:20+00'),
            ('00000000-0000-4000-8000-000000000061', '00000000-0000-4000-8000-000000000051', 0, NULL, 0.5, NULL, NULL, NULL,
                '2026-01-06 01:10+00'),
            ('00000000-0000-4000-8000-000000000063', '00000000-0000-4000-8000-000000000052', 0, 1, 'NaN', 0, 0, 0, '2026-01-06'),
            ('00000000-0000-4000-8000-000000000064', '00000000-0000-4000-8000-000000000053', 0, NULL, NULL, NULL, NULL, NULL, '2026-01-06');
        INSERT INTO evolution_individuals VALUES
            ('00000000-0000-4000-8000-000000000073', '00000000-0000-4000-8000-000000000062', '{"n": 3}', E'def f(): ''\u2028''', 0.9,
                '{00000000-0000-4000-8000-000000000071,00000000-0000-4000-8000-000000000072,00000000-0000-4000-8000-000000000099}',
                '2026-01-06 01:21+00'),
            ('00000000-0000-4000-8000-000000000071', '00000000-0000-4000-8000-000000000061', '{"n": 1}', NULL, NULL, NULL,
                '2026-01-06 01:11+00'),
            ('00000000-0000-4000-8000-000000000072', '00000000-0000-4000-8000-000000000061', '{"n": 2}', NULL, 0.5, '{}',
                '2026-01-06 01:11+00'),
            ('00000000-0000-4000-8000-000000000074', '00000000-0000-4000-8000-000000000064', '{"n": 4}', NULL, NULL, NULL, '2026-01-06');
        INSERT INTO code_evaluations VALUES
            ('00000000-0000-4000-8000-000000000081', '00000000-0000-4000-8000-000000000073', 'tests', true, 0.5, 45.67, 1024,
                '{"coverage": 0.5}', NULL, '2026-01-06 01:22+00'),
            ('00000000-0000-4000-8000-000000000082', '00000000-0000-4000-8000-000000000073', 'tests', false, NULL, NULL, NULL, NULL, NULL,
                '2026-01-06 01:22+00'),
            ('00000000-0000-4000-8000-000000000083', '00000000-0000-4000-8000-000000000074', 'tests', true, NULL, NULL, NULL, NULL, NULL,
                '2026-01-06 01:22+00');
        INSERT INTO llm_interactions VALUES
            (1, '00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-000000000073', 'large', 'mutate', 'secret', 10, 20,
                0.123456789, 1500.5, '2026-01-06 01:23+00'),
            (2, '00000000-0000-4000-8000-000000000053', NULL, 'large', NULL, NULL, NULL, NULL, NULL, NULL, '2026-01-06 01:23+00'),
            (3, NULL, NULL, 'large', NULL, NULL, -1, 0, 0, 0, '2026-01-06');
        INSERT INTO identified_patterns VALUES
            ('00000000-0000-4000-8000-000000000091', 'code_smell', 'long_method', 0.95, '{"lines": 120}', 9, true, '2026-01-07'),
            ('00000000-0000-4000-8000-000000000092', 'code_smell', 'old', 0.5, NULL, NULL, false, '2026-01-07'),
            ('00000000-0000-4000-8000-000000000093', 'code_smell', 'unsure', 1.5, NULL, NULL, true, '2026-01-07');
        INSERT INTO pattern_occurrences VALUES
            ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000091', 'code_file', 'file123', '{"line": 45}', 0.5,
                'high', '2026-01-08 12:00:00.123456+00'),
            ('00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-000000000093', 'code_file', 'f', NULL, NULL, NULL,
                '2026-01-08');
        INSERT INTO predictions VALUES
            ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-000000000001', 'bug_likelihood', 'code_file', 'f',
                '{"probability": 0.85}', '{"lower": 0.80, "upper": 0.90}', '1', '2026-01-09'),
            ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-000000000001', 'label', NULL, NULL, '"high"', '[]',
                '{"label": "low"}', '2026-01-09'),
            ('00000000-0000-4000-8000-0000000000b3', NULL, 'nothing', NULL, NULL, NULL, NULL, NULL, '2026-01-09');
        INSERT INTO recommendations VALUES
            ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-000000000091', 'refactor', 'Split it', 'high', 'implemented',
                'days', '2026-01-10', '2026-01-11'),
            ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-000000000093', 'refactor', 'Look at it', '7', 'pending', NULL,
                '2026-01-10', NULL),
            ('00000000-0000-4000-8000-0000000000c3', NULL, 'refactor', ' ', NULL, 'rejected', NULL, '2026-01-10', NULL);
        INSERT INTO ab_testing_experiments VALUES
            ('00000000-0000-4000-8000-0000000000d1', 'button', 'Green sells', '[{"name": "green", "traffic": 25},
                {"name": "control", "traffic": 75}]', 'checkout', 'completed', 'green', '2026-01-11', '2026-01-10', '2026-01-12'),
            ('00000000-0000-4000-8000-0000000000d2', 'lonely', NULL, '["a"]', NULL, 'draft', NULL, '2026-01-11', NULL, NULL);
        INSERT INTO learning_events VALUES
            (1, 'model.trained', 'model', 'm-1', '{"epochs": 3}', 17, '2026-01-12 12:00:00.000001+00'),
            (2, 'git', NULL, NULL, '{"by": "ann"}', NULL, '2026-02-12'),
            (3, ' ', NULL, NULL, NULL, NULL, '2026-01-12');
        INSERT INTO git_operation_learning_events VALUES
            ('00000000-0000-4000-8000-0000000000e1', 2, 'graph', 'push', 'abc', 3, '2026-02-12'),
            ('00000000-0000-4000-8000-0000000000e2', NULL, NULL, 'merge', NULL, NULL, '2026-02-13'),
            ('00000000-0000-4000-8000-0000000000e3', NULL, NULL, 'merge', NULL, -1, '2026-02-13');
        INSERT INTO user_session_learning_events VALUES
            ('00000000-0000-4000-8000-0000000000f1', NULL, 'ann', 's-1', 'login', '2026-01-13');
        INSERT INTO system_performance_metrics VALUES
            ('00000000-0000-4000-8000-000000000101', 'cpu', 0.1, 'percent', 'api', '2026-01-14'),
            ('00000000-0000-4000-8000-000000000102', 'cpu', 'NaN', NULL, NULL, '2026-01-14'),
            ('00000000-0000-4000-8000-000000000103', 'cpu', 2, NULL, NULL, '2026-01-15');
        INSERT INTO query_performance_logs VALUES
            ('00000000-0000-4000-8000-000000000111', '42', 'SELECT ''é'' -- \', 1.5, 3, '{"Plan": 1}', '2026-01-16'),
            ('00000000-0000-4000-8000-000000000112', NULL, 'SELECT 1', 1, NULL, NULL, '2026-01-16'),
            ('00000000-0000-4000-8000-000000000113', NULL, 'SELECT 1', -1, NULL, NULL, '2026-01-16');
        INSERT INTO resource_utilization VALUES
            ('00000000-0000-4000-8000-000000000121', 'storage', '/data', 50, 200, 25, '2026-01-17'),
            ('00000000-0000-4000-8000-000000000122', 'cpu', NULL, NULL, NULL, 12.5, '2026-01-17'),
            ('00000000-0000-4000-8000-000000000123', 'soul', NULL, 1, NULL, NULL, '2026-01-17');
        INSERT INTO capacity_planning_metrics VALUES
            ('00000000-0000-4000-8000-000000000131', 'disk', '/data', 1.5, 90, '2026-03-01', 100, '2026-01-18'),
            ('00000000-0000-4000-8000-000000000132', 'disk', '/data', 'Infinity', 90, '2026-03-01', 100, '2026-01-18');
        INSERT INTO data_quality_checks VALUES
            ('00000000-0000-4000-8000-000000000141', 'no gaps', 'completeness', 'ml_predictions', 'confidence IS NOT NULL', 90, 100, 5,
                '2026-01-19', '2026-01-18'),
            ('00000000-0000-4000-8000-000000000142', 'bad', 'beauty', 't', 'true', NULL, NULL, NULL, NULL, '2026-01-18');
        """;
}
