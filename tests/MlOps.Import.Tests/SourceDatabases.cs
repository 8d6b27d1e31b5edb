namespace MlOps.Import.Tests;

/// <summary>Databases such as teams make them, in three shapes, with all that is easy to get wrong.</summary>
internal static class SourceDatabases
{
    /// <summary>A table for all services and tables of single services, without tenants.</summary>
    public const string Services =
        """
        CREATE TABLE ml_predictions (
            id uuid PRIMARY KEY, service_name text, prediction_type text, predicted_value double precision, actual_value numeric,
                error double precision,
            confidence text, context jsonb, metadata jsonb, model_version text, source text, trace_no bigint, created_at timestamptz);
        CREATE TABLE code_roach_ml_predictions (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(), prediction_id uuid, project_id text, file_path text, code_metrics jsonb,
                created_at timestamptz DEFAULT now());
        CREATE TABLE oracle_ml_predictions (
            id bigint PRIMARY KEY, query text, knowledge_id bigint, relevance_score double precision, prediction_type text,
                predicted_value double precision, created_at timestamp);
        CREATE TABLE first_mate_ml_predictions (id uuid PRIMARY KEY, user_id uuid, roll_type text, stats text, created_at timestamptz);
        CREATE TABLE ml_feedback (id bigint PRIMARY KEY, prediction_id uuid, rating integer, comment text, created_at timestamptz);
        CREATE TABLE ml_performance_metrics (id uuid PRIMARY KEY, service_name text, metric_name text, metric_value numeric,
            created_at timestamptz);
        CREATE TABLE orders (id int);

        INSERT INTO ml_predictions (id, service_name, prediction_type, predicted_value, actual_value, confidence, context, metadata,
            model_version, source, trace_no, created_at) VALUES
            ('0195a000-0000-7000-8000-000000000001', 'quiz', 'success', 0.5, 0.75, '0.9', '{"a": 1}', NULL, 'v3', 'heuristic', NULL,
                to_timestamp(x'0195a0000000'::bigint / 1000.0) + interval '123 microseconds'),
            ('0195a000-0000-7000-8000-000000000002', 'quiz', 'success', 0.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                '2026-01-31 23:59:59.999999+00'),
            ('11111111-1111-4111-8111-111111111111', 'quiz', 'success', 0.25, NULL, ' 1e-1 ', '{"a": 1}', '{"b": 2}', NULL, 'ml_model',
                42, '2026-01-31 23:59:59.999999+00'),
            ('22222222-2222-4222-8222-222222222222', 'code-roach', 'code-quality', 0.85, NULL, '0.8', '[1]', NULL, NULL, 'ml_model', NULL,
                '2026-02-01 00:00:00+00'),
            ('33333333-3333-4333-8333-333333333333', 'First Mate', 'roll', 20, NULL, NULL, '{}', NULL, NULL, NULL, 7,
                '2026-02-02 10:00:00+05:30'),
            ('44444444-4444-4444-8444-444444444444', 'quiz', 'success', 'NaN', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-02-03'),
            ('55555555-5555-4555-8555-555555555555', 'quiz', 'success', 0.5, NULL, '1.2', NULL, NULL, NULL, NULL, NULL, '2026-02-03'),
            ('66666666-6666-4666-8666-666666666666', 'quiz', 'success', 0.5, NULL, 'high', NULL, NULL, NULL, NULL, NULL, '2026-02-03'),
            ('77777777-7777-4777-8777-777777777777', ' ', 'success', 0.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-02-03'),
            ('88888888-8888-4888-8888-888888888888', 'quiz', 'success', 0.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'infinity'),
            ('99999999-9999-4999-8999-999999999999', 'quiz', 'success', 0.5, NULL, NULL, NULL, NULL, repeat('v', 51), NULL, NULL,
                '2026-02-03'),
            ('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'quiz', 'success', 0.5, '1e400', NULL, NULL, NULL, NULL, NULL, NULL, '2026-02-03'),
            ('bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', 'quiz', 'success', 0.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1969-12-31');
        INSERT INTO code_roach_ml_predictions (prediction_id, project_id, file_path, code_metrics) VALUES
            ('22222222-2222-4222-8222-222222222222', 'p1', 'a/b.cs', '{"lines": 3}'),
            ('22222222-2222-4222-8222-222222222222', 'p1', 'a/b.cs', '{"lines": 3}');
        INSERT INTO oracle_ml_predictions VALUES
            (1, 'why?', 17, 0.5, 'answer', 0.5, '2026-02-04 12:00:00.5'), (2, NULL, NULL, NULL, 'answer', 0.5, '2026-02-04 12:00:00.5');
        INSERT INTO first_mate_ml_predictions VALUES ('33333333-3333-4333-8333-333333333333', 'cccccccc-cccc-4ccc-8ccc-cccccccccccc',
            'attack', 'strong', now());
        INSERT INTO ml_feedback VALUES
            (1, '11111111-1111-4111-8111-111111111111', 5, NULL, '2026-02-05'),
                (2, '22222222-2222-4222-8222-222222222222', NULL, 'good', '2026-02-05'),
            (3, 'dddddddd-dddd-4ddd-8ddd-dddddddddddd', 1, NULL, '2026-02-05'),
                (4, '44444444-4444-4444-8444-444444444444', 1, NULL, '2026-02-05'),
            (5, '11111111-1111-4111-8111-111111111111', 6, NULL, '2026-02-05'), (6, NULL, 1, NULL, '2026-02-05');
        INSERT INTO ml_performance_metrics VALUES
            ('eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee', 'quiz', 'accuracy', 0.5, '2026-02-05'),
                ('ffffffff-ffff-4fff-8fff-ffffffffffff', 'quiz', 'accuracy', 'NaN', '2026-02-06');
        """;

    /// <summary>Tables of several tenants, with models, jobs, features and drift.</summary>
    public const string Tenants =
        """
        CREATE TABLE ml_models (
            model_id text PRIMARY KEY, tenant_id text, model_name text, model_type text, version text, status text, parameters jsonb,
                metrics jsonb,
            encrypted_model bytea, created_at timestamp, updated_at timestamp);
        CREATE TABLE ml_predictions (
            prediction_id uuid PRIMARY KEY, id serial, tenant_id text, model_id text, resource_id text, prediction_type text,
                predicted_value numeric, confidence_score real,
            risk_level text, shap_values jsonb, recommendations text[], inference_time_ms real, created_at timestamp);
        CREATE TABLE ml_feedback (
            feedback_id uuid PRIMARY KEY, tenant_id text, prediction_id uuid, accuracy_rating numeric, was_correct text,
                user_comments text, created_at timestamp);
        CREATE TABLE ml_training_jobs (
            job_id text, tenant_id text, model_id text, status text, epochs int, hyperparameters json, created_at timestamp,
                started_at timestamp, completed_at timestamp, error_message text);
        CREATE TABLE ml_feature_store (
            feature_id bigint, tenant_id text, feature_name text, feature_type text, resource_id text, feature_value jsonb,
                quality_score real, created_at timestamp);
        CREATE TABLE ml_drift_metrics (drift_id bigint, tenant_id text, model_id text, drift_type text, metric_name text,
            drift_score real, threshold real, alert_level text, created_at timestamp);
        CREATE TABLE ml_configurations (config_id bigint, tenant_id text, resource_id text, features jsonb, policy_context jsonb,
            created_at timestamp, updated_at timestamp);

        INSERT INTO ml_models VALUES
            ('m-1', 'contoso', 'compliance', 'ensemble', '1', 'ACTIVE', '{"depth": 3}', '{"accuracy": 0.992, "note": "good"}', '\x0102',
                '2026-01-01', '2026-01-02'),
            ('m-2', 'contoso', 'compliance', 'ensemble', '2', 'retired', NULL, NULL, NULL, '2026-01-03', '2026-01-04'),
            ('m-3', '0195a000-0000-7000-8000-0000000000aa', 'compliance', NULL, '1', 'failed', NULL, NULL, NULL, '2026-01-03', NULL),
            ('m-4', 'contoso', 'compliance', NULL, '3', 'dreaming', NULL, NULL, NULL, '2026-01-03', NULL);
        INSERT INTO ml_predictions (prediction_id, tenant_id, model_id, resource_id, prediction_type, predicted_value, confidence_score,
            risk_level, shap_values, recommendations, inference_time_ms, created_at) VALUES
            ('11111111-1111-4111-8111-111111111111', 'contoso', 'm-1', 'vm-1', 'compliance', 0.5, 0.925, 'HIGH', '{"age": 1}',
                '{restart,patch}', 45.67, '2026-01-05 12:00'),
            ('22222222-2222-4222-8222-222222222222', '0195a000-0000-7000-8000-0000000000aa', 'm-9', 'vm-2', 'compliance', 0.5, NULL,
                NULL, NULL, NULL, NULL, '2026-01-05 12:00'),
            ('33333333-3333-4333-8333-333333333333', NULL, NULL, 'vm-3', 'compliance', 0.5, NULL, NULL, NULL, NULL, NULL,
                '2026-01-05 12:00');
        INSERT INTO ml_feedback VALUES
            ('44444444-4444-4444-8444-444444444444', 'contoso', '11111111-1111-4111-8111-111111111111', 4, 'yes', 'ok', '2026-01-06'),
            ('55555555-5555-4555-8555-555555555555', 'contoso', '11111111-1111-4111-8111-111111111111', 4.5, NULL, NULL, '2026-01-06');
        INSERT INTO ml_training_jobs VALUES
            ('j-1', 'contoso', 'm-1', 'completed', 10, '{"lr": 0.1}', '2026-01-01', '2026-01-01 01:00', '2026-01-01 02:00', NULL),
            ('j-2', 'contoso', 'm-2', 'failed', NULL, NULL, '2026-01-01', NULL, NULL, 'out of memory'),
            ('j-3', 'contoso', 'm-9', 'failed', NULL, NULL, '2026-01-01', NULL, NULL, NULL);
        INSERT INTO ml_feature_store VALUES
            (1, 'contoso', 'cpu', 'temporal', 'vm-1', '0.5', 0.9, '2026-01-01'),
                (2, 'contoso', 'cpu', 'Temporal', 'vm-1', '0.75', 1.9, '2026-01-02'),
                (3, 'contoso', 'cpu', 'temporal', 'vm-1', '1', NULL, '2026-01-03');
        INSERT INTO ml_drift_metrics VALUES (1, 'contoso', 'm-1', 'data_drift', 'psi', 0.0234, 0.1, 'none', '2026-01-01'),
            (2, 'contoso', 'm-1', 'data_drift', 'psi', 0.5, 0.1, 'critical', '2026-01-02');
        INSERT INTO ml_configurations VALUES (1, 'contoso', 'vm-1', '{"size": 1}', NULL, '2026-01-01', '2026-01-02');
        """;

    /// <summary>Monitoring, decisions and versions.</summary>
    public const string Monitoring =
        """
        CREATE TABLE monitoring_metrics (
            id uuid PRIMARY KEY, timestamp timestamp NOT NULL UNIQUE, lookback_hours integer NOT NULL, num_predictions integer NOT NULL,
                positive_rate double precision,
            probability_mean double precision, probability_std double precision, entropy double precision,
                dataset_drift_detected boolean DEFAULT false,
            feature_drift_ratio double precision DEFAULT 0.0, num_drifted_features integer DEFAULT 0, drift_summary_ref text,
                drift_report_ref text, created_at timestamp);
        CREATE TABLE retraining_decisions (
            id uuid PRIMARY KEY, timestamp timestamp NOT NULL, trigger_reason varchar(50) NOT NULL, action varchar(10) NOT NULL,
                drift_context jsonb, data_context jsonb,
            decision_details jsonb, labeled_samples integer, coverage_pct double precision, created_at timestamp);
        CREATE TABLE model_versions (
            id uuid PRIMARY KEY, model_name varchar(255) NOT NULL, model_version varchar(50) NOT NULL,
                mlflow_run_id varchar(255) NOT NULL, stage varchar(50) NOT NULL,
            f1_score double precision, brier_score double precision, promoted_at timestamp, promoted_by varchar(255),
                created_at timestamp, UNIQUE (model_name, model_version));

        INSERT INTO monitoring_metrics VALUES
            ('a172e584-8643-47b2-924f-7dae419b5e57', '2026-01-06 10:49:02.087857', 24, 3529, 0.5, 0.5, 0.1, 0.6, false, 0.5, 4, 's3://a',
                NULL, '2026-01-06 10:49:03'),
            ('11111111-1111-4111-8111-111111111111', '2026-01-07', 24, 1, 1.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO retraining_decisions VALUES
            ('22222222-2222-4222-8222-222222222222', '2026-01-06', 'drift', 'promote', '{"feature_drift_ratio": 0.5}', NULL,
                '{"f1": 0.1}', 100, 12.5, '2026-01-06 00:00:01'),
            ('33333333-3333-4333-8333-333333333333', '2026-01-06', 'Scheduled', 'reject', NULL, NULL, NULL, NULL, NULL, '2026-01-06'),
            ('44444444-4444-4444-8444-444444444444', '2026-01-06', 'boredom', 'reject', NULL, NULL, NULL, NULL, NULL, '2026-01-06');
        INSERT INTO model_versions VALUES
            ('55555555-5555-4555-8555-555555555555', 'credit-risk', '1', 'run-1', 'Production', 0.8, 0.2, '2026-01-01', 'ann',
                '2026-01-01 00:00:01'),
            ('66666666-6666-4666-8666-666666666666', 'credit-risk', '2', 'run-2', 'production', 0.9, 0.1, '2026-01-05', NULL,
                '2026-01-05 00:00:01'),
            ('77777777-7777-4777-8777-777777777777', 'credit-risk', '3', 'run-3', 'STAGING', NULL, NULL, NULL, 'system', '2026-01-06'),
            ('88888888-8888-4888-8888-888888888888', 'credit-risk', '4', 'run-4', 'Limbo', NULL, NULL, NULL, NULL, '2026-01-06');
        """;

    /// <summary>The shape with a name.</summary>
    public static string Of(string name) => name switch
    {
        nameof(Services) => Services,
        nameof(Tenants) => Tenants,
        nameof(LearningDatabase) => LearningDatabase.Sql,
        _ => Monitoring,
    };
}
