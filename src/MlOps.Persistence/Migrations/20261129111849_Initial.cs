using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MlOps.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("MlOps:Function:applied_migrations()", "RETURNS TABLE (version text, name text, product_version text)\nLANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$\nBEGIN\n    IF to_regclass('public.mlops_migrations_history') IS NOT NULL THEN\n        RETURN QUERY EXECUTE\n            'SELECT split_part(\"MigrationId\", ''_'', 1), substr(\"MigrationId\", strpos(\"MigrationId\", ''_'') + 1), \"ProductVersion\"::text\n            FROM public.mlops_migrations_history ORDER BY \"MigrationId\"';\n    END IF;\nEND $function$")
                .Annotation("MlOps:Function:mlops_bound_tenant()", "RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\nRETURN (\n    SELECT session.tenant FROM (SELECT current_setting('mlops.tenant_id')::uuid AS tenant) AS session\n    WHERE EXISTS (SELECT 1 FROM ml_logins WHERE login = session_user AND tenant_id = session.tenant)\n        OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper))")
                .Annotation("MlOps:Function:mlops_category(prediction ml_predictions, feature text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.categories[f.position] FROM ml_schema_features AS f\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'category'\n$function$")
                .Annotation("MlOps:Function:mlops_feature(prediction ml_predictions, feature text)", "RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.features[f.position] FROM ml_schema_features AS f\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'number'\n$function$")
                .Annotation("MlOps:Function:mlops_missing_tenant()", "RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    RAISE insufficient_privilege USING\n        MESSAGE = 'The session has no tenant, so that it can neither read nor write rows of tenants.',\n        HINT = 'Run: SET mlops.tenant_id = ''<id of the tenant>''. An administrator can set it for all sessions of a login by ALTER ROLE.';\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_alerts_acknowledged_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at THEN\n        NEW.acknowledged_login := CASE WHEN NEW.acknowledged_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.acknowledged_login := OLD.acknowledged_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_alerts_resolved_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.resolved_at IS DISTINCT FROM OLD.resolved_at THEN\n        NEW.resolved_login := CASE WHEN NEW.resolved_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.resolved_login := OLD.resolved_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_audit_log_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.login := OLD.login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_predictions_label_received_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.label_received_at := CASE WHEN NEW.labelled_at IS DISTINCT FROM OLD.labelled_at THEN now() ELSE OLD.label_received_at END;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_retraining_policies_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_aliases_closed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_to IS DISTINCT FROM OLD.valid_to THEN\n        NEW.closed_login := CASE WHEN NEW.valid_to IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.closed_login := OLD.closed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_aliases_set_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_from IS DISTINCT FROM OLD.valid_from THEN\n        NEW.set_login := CASE WHEN NEW.valid_from IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.set_login := OLD.set_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_stage_transitions_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_versions_promoted_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.promoted_at IS DISTINCT FROM OLD.promoted_at THEN\n        NEW.promoted_login := CASE WHEN NEW.promoted_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.promoted_login := OLD.promoted_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_updated_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.updated_at := clock_timestamp();\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Role:mlops_app", "Tenant")
                .Annotation("MlOps:Role:mlops_bound", "Tenant")
                .Annotation("MlOps:Role:mlops_owner", "Owner")
                .Annotation("MlOps:Role:mlops_reader", "Tenant")
                .Annotation("MlOps:Role:mlops_service", "AllTenants")
                .Annotation("MlOps:View:feature_store", "{\"Query\":\"SELECT v.tenant_id, v.id, f.id AS feature_id, v.feature_name, v.kind,\\n    f.value_type, v.entity_id, v.value, v.event_time, v.known_at,\\n    v.quality_score, v.completeness_score, v.created_at\\nFROM ml_feature_store AS v\\nJOIN ml_features AS f ON f.tenant_id = v.tenant_id AND f.name = v.feature_name\",\"Reads\":[\"ml_feature_store\",\"ml_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:m_daily_patterns", "{\"Query\":\"SELECT o.tenant_id, (o.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, o.pattern_id, count(*) AS occurrences\\nFROM pattern_occurrences AS o\\nWHERE o.created_at \\u003C= now()\\nGROUP BY 1, 2, 3\",\"Reads\":[\"pattern_occurrences\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"pattern_id\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_daily_predictions", "{\"Query\":\"SELECT p.tenant_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, p.service_name,\\n    COALESCE(p.model_version, \\u0027\\u0027) AS model_version,\\n    count(*) AS predictions, count(p.actual_value) AS labelled, avg(p.confidence) AS avg_confidence,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, stddev(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS error_stddev,\\n    avg(CASE WHEN abs(p.inference_time_ms) \\u003E 1e140 THEN sign(p.inference_time_ms) * 1e140 ELSE p.inference_time_ms END) AS avg_inference_time_ms\\nFROM ml_predictions AS p\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"service_name\",\"model_version\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_experiment_progress", "{\"Query\":\"SELECT g.tenant_id, g.experiment_id, g.number AS generation, e.name AS experiment,\\n    e.status, g.population_size, g.best_fitness, g.mean_fitness, g.diversity,\\n    max(g.best_fitness) OVER (\\n        PARTITION BY g.tenant_id, g.experiment_id ORDER BY g.number) AS best_so_far\\nFROM evolution_generations AS g\\nJOIN evolution_experiments AS e ON e.tenant_id = g.tenant_id AND e.id = g.experiment_id\",\"Reads\":[\"evolution_experiments\",\"evolution_generations\"],\"UniqueKey\":[\"tenant_id\",\"experiment_id\",\"generation\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_telemetry_by_hour", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027hour\\u0027, m.created_at, \\u0027UTC\\u0027) AS hour, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u002730 days\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"hour\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_telemetry_by_minute", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027minute\\u0027, m.created_at, \\u0027UTC\\u0027) AS minute, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u00271 day\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"minute\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_version_accuracy", "{\"Query\":\"SELECT p.tenant_id, p.model_version_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day,\\n    v.model_name, v.model_version, count(*) AS predictions, count(p.actual_value) AS labelled,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, sqrt(avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END ^ 2)) AS root_mean_square_error\\nFROM ml_predictions AS p\\nJOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nGROUP BY 1, 2, 3, 4, 5\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":[\"tenant_id\",\"model_version_id\",\"day\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:model_training_sessions", "{\"Query\":\"SELECT j.tenant_id, j.id, m.id AS model_id, j.model_version_id,\\n    v.model_name, v.model_version, j.dataset_id, j.hyperparameters,\\n    j.status, j.total_epochs, j.completed_epochs, j.loss_curve,\\n    j.resource_usage, j.worker, j.started_at, j.heartbeat_at, j.ended_at,\\n    j.error, j.created_at, j.updated_at\\nFROM ml_training_jobs AS j\\nJOIN model_versions AS v ON v.tenant_id = j.tenant_id AND v.id = j.model_version_id\\nJOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_models\",\"ml_training_jobs\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, m.id AS model_id, p.model_version_id,\\n    p.model_version, p.service_name, p.prediction_type,\\n    p.target_entity_type, p.target_entity_id,\\n    COALESCE(p.output, to_jsonb(p.predicted_value)) AS predicted_value,\\n    CASE WHEN p.confidence_lower IS NOT NULL\\n        THEN jsonb_build_object(\\u0027lower\\u0027, p.confidence_lower, \\u0027upper\\u0027, p.confidence_upper)\\n    END AS confidence_interval,\\n    p.confidence, p.actual_value, p.error, p.labelled_at,\\n    p.source,\\n    COALESCE(p.context, (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id)) AS context,\\n    p.risk_level, p.inference_time_ms, p.created_at\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nLEFT JOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_models\",\"ml_predictions\",\"ml_schema_features\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:schema_migrations", "{\"Query\":\"SELECT version, name, product_version FROM applied_migrations()\",\"Reads\":[],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_daily_patterns", "{\"Query\":\"SELECT * FROM m_daily_patterns WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_daily_patterns\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_daily_predictions", "{\"Query\":\"SELECT * FROM m_daily_predictions WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_daily_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_decision_history", "{\"Query\":\"SELECT d.tenant_id, d.id, d.timestamp, d.trigger_reason, d.action,\\n    d.model_name, d.candidate_version_id, d.drift_context, d.data_context,\\n    d.decision_details, d.rejection_reasons, d.labeled_samples, d.coverage_pct\\nFROM retraining_decisions AS d\\nORDER BY d.timestamp DESC\",\"Reads\":[\"retraining_decisions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_experiment_progress", "{\"Query\":\"SELECT * FROM m_experiment_progress WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_experiment_progress\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_model_performance", "{\"Query\":\"SELECT v.tenant_id, v.model_name, v.model_version, v.stage,\\n    v.f1_score, v.brier_score,\\n    count(p.id) AS predictions, count(p.actual_value) AS labelled,\\n    avg(p.confidence) AS avg_confidence, avg(p.error) AS avg_error,\\n    stddev(p.error) AS error_stddev, avg(p.inference_time_ms) AS avg_inference_time_ms\\nFROM model_versions AS v\\nLEFT JOIN ml_predictions AS p ON p.tenant_id = v.tenant_id AND p.model_version_id = v.id\\nGROUP BY v.tenant_id, v.id\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_model_timeline", "{\"Query\":\"SELECT t.tenant_id, t.model_name, t.model_version, t.from_stage, t.to_stage,\\n    t.to_stage AS stage, t.created_at AS changed_at, t.changed_by, t.reason, t.decision_id\\nFROM model_stage_transitions AS t\\nORDER BY t.created_at DESC\",\"Reads\":[\"model_stage_transitions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_prediction_features", "{\"Query\":\"SELECT p.tenant_id, p.id, p.request_id, p.service_name, p.prediction_type,\\n    p.model_version, p.model_version_id, p.predicted_value, p.actual_value,\\n    s.name AS schema_name, s.version AS schema_version,\\n    (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id) AS features, p.created_at, p.received_at\\nFROM ml_predictions AS p\\nJOIN ml_feature_schemas AS s ON s.tenant_id = p.tenant_id AND s.id = p.feature_schema_id\",\"Reads\":[\"ml_feature_schemas\",\"ml_predictions\",\"ml_schema_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_recent_monitoring", "{\"Query\":\"SELECT r.tenant_id, r.id, r.timestamp, r.lookback_hours, r.num_predictions,\\n    r.positive_rate, r.probability_mean, r.probability_std, r.entropy,\\n    r.dataset_drift_detected, r.feature_drift_ratio, r.num_drifted_features,\\n    r.drift_summary_ref, r.drift_report_ref\\nFROM monitoring_metrics AS r\\nWHERE r.timestamp \\u003E now() - interval \\u00277 days\\u0027\\nORDER BY r.timestamp DESC\",\"Reads\":[\"monitoring_metrics\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_recent_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.service_name, p.prediction_type,\\n    p.predicted_value, p.actual_value, p.error, p.confidence,\\n    p.risk_level, p.inference_time_ms, p.created_at,\\n    v.model_name, COALESCE(v.model_version, p.model_version) AS model_version, v.stage\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nWHERE p.created_at \\u003E now() - interval \\u002724 hours\\u0027\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_telemetry_by_hour", "{\"Query\":\"SELECT * FROM m_telemetry_by_hour WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_telemetry_by_hour\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_telemetry_by_minute", "{\"Query\":\"SELECT * FROM m_telemetry_by_minute WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_telemetry_by_minute\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_version_accuracy", "{\"Query\":\"SELECT * FROM m_version_accuracy WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_version_accuracy\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}");

            migrationBuilder.CreateTable(
                name: "ab_testing_experiments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    hypothesis = table.Column<string>(type: "text", nullable: true),
                    metric = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    metric_kind = table.Column<string>(type: "text", nullable: false),
                    alpha = table.Column<double>(type: "double precision", nullable: false),
                    planned_sample_size = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    winner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    cancellation_reason = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ab_testing_experiments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ab_testing_experiments_alpha", "alpha between 0.000001 and 0.5");
                    table.CheckConstraint("ck_ab_testing_experiments_cancelled", "(status = 'cancelled') = (cancellation_reason is not null)");
                    table.CheckConstraint("ck_ab_testing_experiments_concluded", "(status = 'concluded') = (outcome is not null) and outcome <> 'sample_ratio_mismatch'");
                    table.CheckConstraint("ck_ab_testing_experiments_ended", "(status in ('concluded', 'cancelled')) = (ended_at is not null) and ended_at >= started_at");
                    table.CheckConstraint("ck_ab_testing_experiments_metric_kind", "metric_kind in ('conversion', 'value')");
                    table.CheckConstraint("ck_ab_testing_experiments_outcome", "outcome in ('undecided', 'treatment_better', 'control_better', 'sample_ratio_mismatch')");
                    table.CheckConstraint("ck_ab_testing_experiments_planned_sample_size", "planned_sample_size > 0");
                    table.CheckConstraint("ck_ab_testing_experiments_started", "status in ('draft', 'cancelled') or started_at is not null");
                    table.CheckConstraint("ck_ab_testing_experiments_status", "status in ('draft', 'running', 'concluded', 'cancelled')");
                    table.CheckConstraint("ck_ab_testing_experiments_winner", "(winner is not null) = (outcome is not distinct from 'treatment_better')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "capacity_planning_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    samples = table.Column<int>(type: "integer", nullable: false),
                    growth_per_day = table.Column<double>(type: "double precision", nullable: false),
                    horizon_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    forecast = table.Column<double>(type: "double precision", nullable: false),
                    forecast_error = table.Column<double>(type: "double precision", nullable: false),
                    capacity = table.Column<double>(type: "double precision", nullable: true),
                    full_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capacity_planning_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_capacity_planning_metrics_capacity", "capacity > 0 and capacity < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_forecast_error", "forecast_error >= 0 and forecast_error < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_forecast_finite", "forecast > '-Infinity' and forecast < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_full_at", "full_at is null or capacity is not null");
                    table.CheckConstraint("ck_capacity_planning_metrics_growth_per_day_finite", "growth_per_day > '-Infinity' and growth_per_day < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_kind", "kind in ('cpu', 'memory', 'disk', 'network', 'table')");
                    table.CheckConstraint("ck_capacity_planning_metrics_samples", "samples >= 3");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"capacity_planning_metrics\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "data_quality_checks",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    table_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_quality_checks", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_data_quality_checks_kind", "kind in ('completeness', 'range', 'freshness', 'uniqueness', 'referential', 'unified')");
                    table.CheckConstraint("ck_data_quality_checks_threshold_range", "threshold between 0 and 1");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "evolution_experiments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    problem_definition = table.Column<string>(type: "jsonb", nullable: false),
                    objective_function = table.Column<string>(type: "jsonb", nullable: false),
                    configuration = table.Column<string>(type: "jsonb", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure_reason = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evolution_experiments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_evolution_experiments_ended", "(status in ('completed', 'failed', 'cancelled')) = (ended_at is not null) and ended_at >= started_at");
                    table.CheckConstraint("ck_evolution_experiments_failure_reason", "(status = 'failed') = (failure_reason is not null)");
                    table.CheckConstraint("ck_evolution_experiments_started", "status in ('planned', 'cancelled') or started_at is not null");
                    table.CheckConstraint("ck_evolution_experiments_status", "status in ('planned', 'running', 'paused', 'completed', 'failed', 'cancelled')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "identified_patterns",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pattern_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    pattern_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    confidence_score = table.Column<double>(type: "double precision", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    characteristics = table.Column<string>(type: "jsonb", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identified_patterns", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_identified_patterns_confidence_score_range", "confidence_score between 0 and 1");
                    table.CheckConstraint("ck_identified_patterns_status", "status in ('active', 'dismissed')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "learning_events",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    subject_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    subject_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    actor = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    payload = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learning_events", x => new { x.tenant_id, x.id });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "ml_alert_rules",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    metric = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    service_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    condition = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    window_length = table.Column<TimeSpan>(type: "interval", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_alert_rules", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_alert_rules_alarm", "severity <> 'none'");
                    table.CheckConstraint("ck_ml_alert_rules_condition", "condition in ('above', 'below')");
                    table.CheckConstraint("ck_ml_alert_rules_severity", "severity in ('none', 'warning', 'critical')");
                    table.CheckConstraint("ck_ml_alert_rules_threshold_finite", "threshold > '-Infinity' and threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_alert_rules_window_length", "window_length > interval '0'");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_audit_log",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    actor = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    subject_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_audit_log", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_audit_log_action", "action in ('insert', 'update', 'delete')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_audit_log\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_audit_log_login()\"}");

            migrationBuilder.CreateTable(
                name: "ml_configurations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    features = table.Column<string>(type: "jsonb", nullable: false),
                    policy_context = table.Column<string>(type: "jsonb", nullable: true),
                    baseline_config = table.Column<string>(type: "jsonb", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_configurations", x => new { x.tenant_id, x.id });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_dead_letters",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    sql_state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    last_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    payload_sha256 = table.Column<string>(type: "text", nullable: true, computedColumnSql: "encode(sha256(replace(payload, '\\', '\\\\')::bytea), 'hex')", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_dead_letters", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_dead_letters_attempts", "attempts > 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_feature_schemas",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    number_count = table.Column<int>(type: "integer", nullable: false),
                    category_count = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feature_schemas", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_feature_schemas_counts", "number_count >= 0 and category_count >= 0 and number_count + category_count >= 1");
                    table.CheckConstraint("ck_ml_feature_schemas_version", "version >= 1");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_features",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    value_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    owner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    freshness = table.Column<TimeSpan>(type: "interval", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_features", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_ml_features_tenant_id_name", x => new { x.tenant_id, x.name });
                    table.CheckConstraint("ck_ml_features_freshness", "freshness >= interval '0'");
                    table.CheckConstraint("ck_ml_features_kind", "kind in ('temporal', 'contextual', 'configuration', 'policy')");
                    table.CheckConstraint("ck_ml_features_status", "status in ('active', 'retired')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_health_snapshots",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    findings = table.Column<string>(type: "jsonb", nullable: false),
                    duration = table.Column<TimeSpan>(type: "interval", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_health_snapshots", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_health_snapshots_duration", "duration >= interval '0'");
                    table.CheckConstraint("ck_ml_health_snapshots_findings", "jsonb_array_length(findings) > 0");
                    table.CheckConstraint("ck_ml_health_snapshots_state", "state in ('healthy', 'degraded', 'unhealthy')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_job_runs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    job = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    runner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "jsonb", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    duration = table.Column<TimeSpan>(type: "interval", nullable: true, computedColumnSql: "ended_at - created_at", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_job_runs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_job_runs_ended", "(status = 'running') = (ended_at is null) and ended_at >= created_at");
                    table.CheckConstraint("ck_ml_job_runs_error", "(status = 'failed') = (error is not null)");
                    table.CheckConstraint("ck_ml_job_runs_status", "status in ('running', 'succeeded', 'failed')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_logins",
                columns: table => new
                {
                    login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_logins", x => x.login);
                })
                .Annotation("MlOps:BoundRole", "mlops_bound");

            migrationBuilder.CreateTable(
                name: "ml_models",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    framework = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    owner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tags = table.Column<string>(type: "jsonb", nullable: false),
                    baseline_metrics = table.Column<string>(type: "jsonb", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_models", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_ml_models_tenant_id_name", x => new { x.tenant_id, x.name });
                    table.CheckConstraint("ck_ml_models_status", "status in ('active', 'archived')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_performance_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    metric = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: false),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sample_count = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_performance_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_performance_metrics_sample_count", "sample_count >= 0");
                    table.CheckConstraint("ck_ml_performance_metrics_value_finite", "value > '-Infinity' and value < 'Infinity'");
                    table.CheckConstraint("ck_ml_performance_metrics_window", "window_start < window_end");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_retention_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    table_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    keep_days = table.Column<int>(type: "integer", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_retention_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_retention_policies_action", "action in ('archive', 'aggregate', 'delete')");
                    table.CheckConstraint("ck_ml_retention_policies_keep_days_range", "keep_days between 1 and 36500");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_retraining_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    changed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    min_feature_drift_ratio = table.Column<double>(type: "double precision", nullable: false),
                    min_labeled_samples = table.Column<int>(type: "integer", nullable: false),
                    min_coverage_pct = table.Column<double>(type: "double precision", nullable: false),
                    min_f1_improvement = table.Column<double>(type: "double precision", nullable: false),
                    max_brier_increase = table.Column<double>(type: "double precision", nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_retraining_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_retraining_policies_max_brier_increase_range", "max_brier_increase between 0 and 2");
                    table.CheckConstraint("ck_ml_retraining_policies_min_coverage_pct_range", "min_coverage_pct between 0 and 100");
                    table.CheckConstraint("ck_ml_retraining_policies_min_f1_improvement_range", "min_f1_improvement between -1 and 1");
                    table.CheckConstraint("ck_ml_retraining_policies_min_feature_drift_ratio_range", "min_feature_drift_ratio between 0 and 1");
                    table.CheckConstraint("ck_ml_retraining_policies_min_labeled_samples", "min_labeled_samples >= 0");
                    table.CheckConstraint("ck_ml_retraining_policies_replaced", "created_at <= replaced_at");
                    table.CheckConstraint("ck_ml_retraining_policies_version", "version > 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_policies_changed_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_slices",
                columns: table => new
                {
                    root = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    gone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_slices", x => new { x.root, x.name });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT");

            migrationBuilder.CreateTable(
                name: "ml_tenants",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_tenants", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_tenants_id", "id = tenant_id");
                    table.CheckConstraint("ck_ml_tenants_status", "status in ('active', 'suspended', 'closed')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_writers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    host = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    process_id = table.Column<int>(type: "integer", nullable: false),
                    program = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    queue_length = table.Column<long>(type: "bigint", nullable: false),
                    oldest_age = table.Column<TimeSpan>(type: "interval", nullable: false),
                    journal_bytes = table.Column<long>(type: "bigint", nullable: true),
                    flush_latency = table.Column<TimeSpan>(type: "interval", nullable: true),
                    stored = table.Column<long>(type: "bigint", nullable: false),
                    dead_lettered = table.Column<long>(type: "bigint", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    last_error_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_writers", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_writers_dead_lettered", "dead_lettered >= 0");
                    table.CheckConstraint("ck_ml_writers_error", "last_error is null or last_error_at is not null");
                    table.CheckConstraint("ck_ml_writers_flush_latency", "flush_latency >= interval '0'");
                    table.CheckConstraint("ck_ml_writers_journal_bytes", "journal_bytes >= 0");
                    table.CheckConstraint("ck_ml_writers_oldest_age", "oldest_age >= interval '0'");
                    table.CheckConstraint("ck_ml_writers_queue_length", "queue_length >= 0");
                    table.CheckConstraint("ck_ml_writers_stored", "stored >= 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "monitoring_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lookback_hours = table.Column<int>(type: "integer", nullable: false),
                    num_predictions = table.Column<int>(type: "integer", nullable: false),
                    positive_rate = table.Column<double>(type: "double precision", nullable: true),
                    probability_mean = table.Column<double>(type: "double precision", nullable: true),
                    probability_std = table.Column<double>(type: "double precision", nullable: true),
                    entropy = table.Column<double>(type: "double precision", nullable: true),
                    dataset_drift_detected = table.Column<bool>(type: "boolean", nullable: false),
                    feature_drift_ratio = table.Column<double>(type: "double precision", nullable: false),
                    num_drifted_features = table.Column<int>(type: "integer", nullable: false),
                    drift_summary_ref = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    drift_report_ref = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_monitoring_metrics_counts", "num_predictions >= 0 and num_drifted_features >= 0");
                    table.CheckConstraint("ck_monitoring_metrics_feature_drift_ratio_range", "feature_drift_ratio between 0 and 1");
                    table.CheckConstraint("ck_monitoring_metrics_lookback_hours", "lookback_hours > 0");
                    table.CheckConstraint("ck_monitoring_metrics_positive_rate_range", "positive_rate between 0 and 1");
                    table.CheckConstraint("ck_monitoring_metrics_probability_mean_range", "probability_mean between 0 and 1");
                    table.CheckConstraint("ck_monitoring_metrics_spread", "probability_std >= 0 and probability_std < 'Infinity' and entropy >= 0 and entropy < 'Infinity'");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "query_performance_logs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    query_text = table.Column<string>(type: "text", nullable: false),
                    duration_ms = table.Column<double>(type: "double precision", nullable: false),
                    row_count = table.Column<long>(type: "bigint", nullable: true),
                    application_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    plan = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_query_performance_logs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_query_performance_logs_duration_ms", "duration_ms >= 0 and duration_ms < 'Infinity'");
                    table.CheckConstraint("ck_query_performance_logs_row_count", "row_count >= 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"query_performance_logs\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "resource_utilization",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    used = table.Column<double>(type: "double precision", nullable: false),
                    capacity = table.Column<double>(type: "double precision", nullable: true),
                    utilization = table.Column<double>(type: "double precision", nullable: true, computedColumnSql: "used / capacity", stored: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resource_utilization", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_resource_utilization_capacity", "capacity > 0 and capacity < 'Infinity'");
                    table.CheckConstraint("ck_resource_utilization_kind", "kind in ('cpu', 'memory', 'disk', 'network', 'table')");
                    table.CheckConstraint("ck_resource_utilization_used", "used >= 0 and used < 'Infinity'");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"resource_utilization\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "system_performance_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    metric_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: false),
                    unit = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_performance_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_system_performance_metrics_value_finite", "value > '-Infinity' and value < 'Infinity'");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"system_performance_metrics\",\"Column\":\"id\",\"Interval\":1,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "training_datasets",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    source = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    schema = table.Column<string>(type: "jsonb", nullable: false),
                    row_count = table.Column<long>(type: "bigint", nullable: false),
                    checksum = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    quality_score = table.Column<double>(type: "double precision", nullable: true),
                    feature_names = table.Column<string[]>(type: "text[]", nullable: false),
                    features_known_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_datasets", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_training_datasets_quality_score_range", "quality_score between 0 and 1");
                    table.CheckConstraint("ck_training_datasets_row_count", "row_count >= 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ab_testing_variants",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    planned_share = table.Column<double>(type: "double precision", nullable: false),
                    is_control = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ab_testing_variants", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ab_testing_variants_planned_share", "planned_share > 0 and planned_share <= 1");
                    table.ForeignKey(
                        name: "fk_ab_testing_variants_ab_testing_experiments_tenant_id_experi_",
                        columns: x => new { x.tenant_id, x.experiment_id },
                        principalTable: "ab_testing_experiments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "data_quality_results",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    check_id = table.Column<Guid>(type: "uuid", nullable: false),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    passed_rows = table.Column<long>(type: "bigint", nullable: false),
                    failed_rows = table.Column<long>(type: "bigint", nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    passed = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_quality_results", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_data_quality_results_passed", "passed = (score >= threshold)");
                    table.CheckConstraint("ck_data_quality_results_rows", "passed_rows >= 0 and failed_rows >= 0");
                    table.CheckConstraint("ck_data_quality_results_score_range", "score between 0 and 1");
                    table.CheckConstraint("ck_data_quality_results_share", "score = case when passed_rows = 0 and failed_rows = 0 then 1 else passed_rows / (passed_rows::double precision + failed_rows) end");
                    table.CheckConstraint("ck_data_quality_results_threshold_range", "threshold between 0 and 1");
                    table.CheckConstraint("ck_data_quality_results_window", "window_start < window_end");
                    table.ForeignKey(
                        name: "fk_data_quality_results_data_quality_checks_tenant_id_check_id",
                        columns: x => new { x.tenant_id, x.check_id },
                        principalTable: "data_quality_checks",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "evolution_generations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    population_size = table.Column<int>(type: "integer", nullable: true),
                    best_fitness = table.Column<double>(type: "double precision", nullable: true),
                    mean_fitness = table.Column<double>(type: "double precision", nullable: true),
                    worst_fitness = table.Column<double>(type: "double precision", nullable: true),
                    diversity = table.Column<double>(type: "double precision", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evolution_generations", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_evolution_generations_tenant_id_experiment_id_number_id", x => new { x.tenant_id, x.experiment_id, x.number, x.id });
                    table.CheckConstraint("ck_evolution_generations_best_fitness_finite", "best_fitness > '-Infinity' and best_fitness < 'Infinity'");
                    table.CheckConstraint("ck_evolution_generations_diversity", "diversity >= 0 and diversity < 'Infinity'");
                    table.CheckConstraint("ck_evolution_generations_number", "number >= 0");
                    table.CheckConstraint("ck_evolution_generations_order", "worst_fitness <= mean_fitness and mean_fitness <= best_fitness");
                    table.CheckConstraint("ck_evolution_generations_population_size", "population_size > 0");
                    table.CheckConstraint("ck_evolution_generations_summary", "num_nonnulls(population_size, best_fitness, mean_fitness, worst_fitness) in (0, 4)");
                    table.CheckConstraint("ck_evolution_generations_worst_fitness_finite", "worst_fitness > '-Infinity' and worst_fitness < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_evolution_generations_evolution_experiments_tenant_id_exper_",
                        columns: x => new { x.tenant_id, x.experiment_id },
                        principalTable: "evolution_experiments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "pattern_occurrences",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pattern_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    source_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    location_data = table.Column<string>(type: "jsonb", nullable: true),
                    confidence_score = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pattern_occurrences", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_pattern_occurrences_confidence_score_range", "confidence_score between 0 and 1");
                    table.ForeignKey(
                        name: "fk_pattern_occurrences_identified_patterns_tenant_id_pattern_id",
                        columns: x => new { x.tenant_id, x.pattern_id },
                        principalTable: "identified_patterns",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"pattern_occurrences\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "recommendations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    recommendation_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    pattern_id = table.Column<Guid>(type: "uuid", nullable: true),
                    priority = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    action = table.Column<string>(type: "jsonb", nullable: true),
                    confidence_score = table.Column<double>(type: "double precision", nullable: true),
                    target_entity_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    target_entity_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status_changed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    status_reason = table.Column<string>(type: "text", nullable: true),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recommendations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_recommendations_applied", "(status in ('applied', 'reverted')) = (applied_at is not null)");
                    table.CheckConstraint("ck_recommendations_confidence_score_range", "confidence_score between 0 and 1");
                    table.CheckConstraint("ck_recommendations_decided", "(status = 'proposed') = (status_changed_by is null)");
                    table.CheckConstraint("ck_recommendations_priority", "priority in ('low', 'medium', 'high', 'critical')");
                    table.CheckConstraint("ck_recommendations_reason", "status not in ('rejected', 'reverted') or status_reason is not null");
                    table.CheckConstraint("ck_recommendations_status", "status in ('proposed', 'accepted', 'rejected', 'applied', 'reverted')");
                    table.ForeignKey(
                        name: "fk_recommendations_identified_patterns_tenant_id_pattern_id",
                        columns: x => new { x.tenant_id, x.pattern_id },
                        principalTable: "identified_patterns",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "git_operation_learning_events",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    repository = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    operation = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    branch = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    commit_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    files_changed = table.Column<int>(type: "integer", nullable: false),
                    lines_added = table.Column<int>(type: "integer", nullable: false),
                    lines_removed = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_git_operation_learning_events", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_git_operation_learning_events_changes", "files_changed >= 0 and lines_added >= 0 and lines_removed >= 0");
                    table.ForeignKey(
                        name: "fk_git_operation_learning_events_learning_events_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "learning_events",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "user_session_learning_events",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    session_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    action = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    duration_ms = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_session_learning_events", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_user_session_learning_events_duration_ms", "duration_ms >= 0 and duration_ms < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_user_session_learning_events_learning_events_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "learning_events",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "ml_alerts",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: false),
                    fired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    acknowledged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    acknowledged_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    acknowledged_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    resolved_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_alerts", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_alerts_acknowledged", "(acknowledged_at is null) = (acknowledged_by is null)");
                    table.CheckConstraint("ck_ml_alerts_alarm", "severity <> 'none'");
                    table.CheckConstraint("ck_ml_alerts_fired_at", "fired_at = created_at");
                    table.CheckConstraint("ck_ml_alerts_order", "fired_at <= acknowledged_at and fired_at <= resolved_at and acknowledged_at <= resolved_at");
                    table.CheckConstraint("ck_ml_alerts_resolved", "(resolved_at is null) = (resolved_by is null)");
                    table.CheckConstraint("ck_ml_alerts_severity", "severity in ('none', 'warning', 'critical')");
                    table.CheckConstraint("ck_ml_alerts_threshold_finite", "threshold > '-Infinity' and threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_alerts_value_finite", "value > '-Infinity' and value < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_ml_alerts_ml_alert_rules_tenant_id_rule_id",
                        columns: x => new { x.tenant_id, x.rule_id },
                        principalTable: "ml_alert_rules",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_acknowledged_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_acknowledged_login()\"}")
                .Annotation("MlOps:Trigger:set_resolved_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_resolved_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_feature_store",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    feature_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    entity_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    value = table.Column<string>(type: "jsonb", nullable: false),
                    event_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    known_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    quality_score = table.Column<double>(type: "double precision", nullable: true),
                    completeness_score = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feature_store", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_feature_store_completeness_score_range", "completeness_score between 0 and 1");
                    table.CheckConstraint("ck_ml_feature_store_kind", "kind in ('temporal', 'contextual', 'configuration', 'policy')");
                    table.CheckConstraint("ck_ml_feature_store_known_at", "known_at = created_at");
                    table.CheckConstraint("ck_ml_feature_store_quality_score_range", "quality_score between 0 and 1");
                    table.ForeignKey(
                        name: "fk_ml_feature_store_ml_features_tenant_id_feature_name",
                        columns: x => new { x.tenant_id, x.feature_name },
                        principalTable: "ml_features",
                        principalColumns: new[] { "tenant_id", "name" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_feature_store\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "ml_schema_features",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    schema_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    expected_min = table.Column<double>(type: "double precision", nullable: true),
                    expected_max = table.Column<double>(type: "double precision", nullable: true),
                    feature_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_schema_features", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_schema_features_expected_max_finite", "expected_max > '-Infinity' and expected_max < 'Infinity'");
                    table.CheckConstraint("ck_ml_schema_features_expected_min_finite", "expected_min > '-Infinity' and expected_min < 'Infinity'");
                    table.CheckConstraint("ck_ml_schema_features_expected_range", "expected_min <= expected_max");
                    table.CheckConstraint("ck_ml_schema_features_numbers_have_ranges", "type = 'number' or num_nonnulls(expected_min, expected_max) = 0");
                    table.CheckConstraint("ck_ml_schema_features_places", "position between 1 and ordinal");
                    table.CheckConstraint("ck_ml_schema_features_type", "type in ('number', 'category')");
                    table.ForeignKey(
                        name: "fk_ml_schema_features_ml_feature_schemas_tenant_id_schema_id",
                        columns: x => new { x.tenant_id, x.schema_id },
                        principalTable: "ml_feature_schemas",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ml_schema_features_ml_features_tenant_id_feature_id",
                        columns: x => new { x.tenant_id, x.feature_id },
                        principalTable: "ml_features",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "model_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    mlflow_run_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    stage_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    hyperparameters = table.Column<string>(type: "jsonb", nullable: true),
                    parameters = table.Column<string>(type: "jsonb", nullable: true),
                    metrics = table.Column<string>(type: "jsonb", nullable: false),
                    f1_score = table.Column<double>(type: "double precision", nullable: true),
                    brier_score = table.Column<double>(type: "double precision", nullable: true),
                    artifact_reference = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    artifact_size_bytes = table.Column<long>(type: "bigint", nullable: true),
                    artifact_checksum = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    input_schema = table.Column<string>(type: "jsonb", nullable: true),
                    output_schema = table.Column<string>(type: "jsonb", nullable: true),
                    feature_schema_id = table.Column<Guid>(type: "uuid", nullable: true),
                    encrypted_model = table.Column<byte[]>(type: "bytea", nullable: true),
                    encryption_key_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    failure_reason = table.Column<string>(type: "text", nullable: true),
                    promoted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    promoted_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    promoted_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    production_slot = table.Column<Guid>(type: "uuid", nullable: false, computedColumnSql: "case when stage = 'Production' then '00000000-0000-0000-0000-000000000000'::uuid else id end", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_versions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_versions_artifact", "num_nonnulls(artifact_reference, artifact_size_bytes, artifact_checksum) in (0, 3)");
                    table.CheckConstraint("ck_model_versions_artifact_size_bytes", "artifact_size_bytes >= 0");
                    table.CheckConstraint("ck_model_versions_brier_score_range", "brier_score between 0 and 2");
                    table.CheckConstraint("ck_model_versions_encryption", "(encrypted_model is null) = (encryption_key_id is null)");
                    table.CheckConstraint("ck_model_versions_f1_score_range", "f1_score between 0 and 1");
                    table.CheckConstraint("ck_model_versions_failure_reason", "(status = 'failed') = (failure_reason is not null)");
                    table.CheckConstraint("ck_model_versions_promoted", "stage <> 'Production' or (promoted_at is not null and promoted_by is not null)");
                    table.CheckConstraint("ck_model_versions_stage", "stage in ('None', 'Staging', 'Production', 'Archived')");
                    table.CheckConstraint("ck_model_versions_stage_needs_training", "stage = 'None' or status in ('active', 'retired')");
                    table.CheckConstraint("ck_model_versions_status", "status in ('training', 'active', 'retired', 'failed')");
                    table.ForeignKey(
                        name: "fk_model_versions_ml_feature_schemas_tenant_id_feature_schema__",
                        columns: x => new { x.tenant_id, x.feature_schema_id },
                        principalTable: "ml_feature_schemas",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_versions_ml_models_tenant_id_model_name",
                        columns: x => new { x.tenant_id, x.model_name },
                        principalTable: "ml_models",
                        principalColumns: new[] { "tenant_id", "name" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_promoted_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_versions_promoted_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ab_testing_results",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    assignments = table.Column<long>(type: "bigint", nullable: false),
                    conversions = table.Column<long>(type: "bigint", nullable: true),
                    value_mean = table.Column<double>(type: "double precision", nullable: true),
                    value_variance = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ab_testing_results", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ab_testing_results_assignments", "assignments >= 0");
                    table.CheckConstraint("ck_ab_testing_results_conversions", "conversions between 0 and assignments");
                    table.CheckConstraint("ck_ab_testing_results_kind", "num_nonnulls(conversions, value_mean) = 1 and (value_mean is null) = (value_variance is null)");
                    table.CheckConstraint("ck_ab_testing_results_value_mean_finite", "value_mean > '-Infinity' and value_mean < 'Infinity'");
                    table.CheckConstraint("ck_ab_testing_results_value_variance", "value_variance >= 0 and value_variance < 'Infinity'");
                    table.CheckConstraint("ck_ab_testing_results_window", "window_start < window_end");
                    table.ForeignKey(
                        name: "fk_ab_testing_results_ab_testing_variants_tenant_id_variant_id",
                        columns: x => new { x.tenant_id, x.variant_id },
                        principalTable: "ab_testing_variants",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "evolution_individuals",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    generation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    generation_number = table.Column<int>(type: "integer", nullable: false),
                    genotype = table.Column<string>(type: "jsonb", nullable: false),
                    phenotype = table.Column<string>(type: "text", nullable: true),
                    fitness_score = table.Column<double>(type: "double precision", nullable: true),
                    parents = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evolution_individuals", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_evolution_individuals_fitness_score_finite", "fitness_score > '-Infinity' and fitness_score < 'Infinity'");
                    table.CheckConstraint("ck_evolution_individuals_parents", "array_position(parents, id) is null");
                    table.ForeignKey(
                        name: "fk_evolution_individuals_evolution_generations_tenant_id_exper_",
                        columns: x => new { x.tenant_id, x.experiment_id, x.generation_number, x.generation_id },
                        principalTable: "evolution_generations",
                        principalColumns: new[] { "tenant_id", "experiment_id", "number", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_drift_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    feature_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    method_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    statistic = table.Column<double>(type: "double precision", nullable: false),
                    p_value = table.Column<double>(type: "double precision", nullable: true),
                    criterion = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    critical_threshold = table.Column<double>(type: "double precision", nullable: true),
                    drifted = table.Column<bool>(type: "boolean", nullable: false),
                    alert_level = table.Column<string>(type: "text", nullable: false),
                    bins = table.Column<string>(type: "jsonb", nullable: true),
                    reference_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reference_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reference_size = table.Column<long>(type: "bigint", nullable: false),
                    current_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    current_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    current_size = table.Column<long>(type: "bigint", nullable: false),
                    vae_reconstruction_error = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_drift_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_drift_metrics_alert_level", "alert_level in ('none', 'warning', 'critical')");
                    table.CheckConstraint("ck_ml_drift_metrics_criterion", "criterion in ('statistic_at_least', 'p_value_at_most')");
                    table.CheckConstraint("ck_ml_drift_metrics_critical_threshold", "critical_threshold >= 0 and critical_threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_drifted", "drifted = (alert_level <> 'none')");
                    table.CheckConstraint("ck_ml_drift_metrics_kind", "kind in ('data', 'concept')");
                    table.CheckConstraint("ck_ml_drift_metrics_p_value_range", "p_value between 0 and 1");
                    table.CheckConstraint("ck_ml_drift_metrics_sizes", "reference_size >= 0 and current_size >= 0");
                    table.CheckConstraint("ck_ml_drift_metrics_statistic_finite", "statistic > '-Infinity' and statistic < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_threshold", "threshold >= 0 and threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_thresholds", "case criterion when 'statistic_at_least' then critical_threshold >= threshold else threshold <= 1 and (critical_threshold is null or critical_threshold <= threshold) end");
                    table.CheckConstraint("ck_ml_drift_metrics_vae_reconstruction_error", "vae_reconstruction_error >= 0 and vae_reconstruction_error < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_verdict", "alert_level = case when criterion = 'statistic_at_least' and statistic >= critical_threshold then 'critical' when criterion = 'statistic_at_least' and statistic >= threshold then 'warning' when criterion = 'statistic_at_least' then 'none' when p_value is null then 'no p-value' when p_value <= critical_threshold then 'critical' when p_value <= threshold then 'warning' else 'none' end");
                    table.CheckConstraint("ck_ml_drift_metrics_windows", "reference_start < reference_end and current_start < current_end");
                    table.ForeignKey(
                        name: "fk_ml_drift_metrics_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    prediction_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    predicted_value = table.Column<double>(type: "double precision", nullable: true),
                    actual_value = table.Column<double>(type: "double precision", nullable: true),
                    error = table.Column<double>(type: "double precision", nullable: true, computedColumnSql: "abs(predicted_value - actual_value)", stored: true),
                    confidence = table.Column<double>(type: "double precision", nullable: true),
                    confidence_lower = table.Column<double>(type: "double precision", nullable: true),
                    confidence_upper = table.Column<double>(type: "double precision", nullable: true),
                    output = table.Column<string>(type: "jsonb", nullable: true),
                    context = table.Column<string>(type: "jsonb", nullable: true),
                    request_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    feature_schema_id = table.Column<Guid>(type: "uuid", nullable: true),
                    features = table.Column<double?[]>(type: "double precision[]", nullable: true),
                    categories = table.Column<string[]>(type: "text[]", nullable: true),
                    attributions = table.Column<double?[]>(type: "double precision[]", nullable: true),
                    attribution_method = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    target_entity_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    target_entity_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    shap_values = table.Column<string>(type: "jsonb", nullable: true),
                    attention_weights = table.Column<string>(type: "jsonb", nullable: true),
                    feature_importance = table.Column<string>(type: "jsonb", nullable: true),
                    recommendations = table.Column<string>(type: "jsonb", nullable: true),
                    risk_level = table.Column<string>(type: "text", nullable: true),
                    inference_time_ms = table.Column<double>(type: "double precision", nullable: true),
                    explanation = table.Column<string>(type: "text", nullable: true),
                    labelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    label_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded_labels = table.Column<string>(type: "jsonb", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_predictions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_predictions_actual_value_finite", "actual_value > '-Infinity' and actual_value < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_answer", "predicted_value is not null or output is not null");
                    table.CheckConstraint("ck_ml_predictions_attributions", "(attributions is null) = (attribution_method is null)");
                    table.CheckConstraint("ck_ml_predictions_confidence_interval", "confidence_lower <= confidence_upper");
                    table.CheckConstraint("ck_ml_predictions_confidence_lower_finite", "confidence_lower > '-Infinity' and confidence_lower < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_confidence_range", "confidence between 0 and 1");
                    table.CheckConstraint("ck_ml_predictions_confidence_upper_finite", "confidence_upper > '-Infinity' and confidence_upper < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_feature_schema", "feature_schema_id is not null or num_nonnulls(features, categories, attributions) = 0");
                    table.CheckConstraint("ck_ml_predictions_inference_time_ms", "inference_time_ms >= 0 and inference_time_ms < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_label", "(actual_value is null) = (labelled_at is null)");
                    table.CheckConstraint("ck_ml_predictions_predicted_value_finite", "predicted_value > '-Infinity' and predicted_value < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_risk_level", "risk_level in ('low', 'medium', 'high', 'critical')");
                    table.ForeignKey(
                        name: "fk_ml_predictions_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_label_received_at", "{\"When\":\"BEFORE UPDATE OF labelled_at, label_received_at\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_predictions_label_received_at()\"}")
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "ml_training_jobs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hyperparameters = table.Column<string>(type: "jsonb", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    total_epochs = table.Column<int>(type: "integer", nullable: false),
                    completed_epochs = table.Column<int>(type: "integer", nullable: false),
                    loss_curve = table.Column<string>(type: "jsonb", nullable: false),
                    resource_usage = table.Column<string>(type: "jsonb", nullable: false),
                    worker = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    heartbeat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_training_jobs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_training_jobs_ended", "(status in ('queued', 'running')) = (ended_at is null)");
                    table.CheckConstraint("ck_ml_training_jobs_epochs", "total_epochs > 0 and completed_epochs between 0 and total_epochs");
                    table.CheckConstraint("ck_ml_training_jobs_error", "(status = 'failed') = (error is not null)");
                    table.CheckConstraint("ck_ml_training_jobs_heartbeat", "heartbeat_at >= started_at");
                    table.CheckConstraint("ck_ml_training_jobs_loss_curve", "jsonb_typeof(loss_curve) = 'array'");
                    table.CheckConstraint("ck_ml_training_jobs_order", "started_at <= ended_at");
                    table.CheckConstraint("ck_ml_training_jobs_started", "status = 'cancelled' or (status = 'queued') = (started_at is null)");
                    table.CheckConstraint("ck_ml_training_jobs_status", "status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')");
                    table.CheckConstraint("ck_ml_training_jobs_worker", "num_nonnulls(started_at, heartbeat_at, worker) in (0, 3)");
                    table.ForeignKey(
                        name: "fk_ml_training_jobs_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ml_training_jobs_training_datasets_tenant_id_dataset_id",
                        columns: x => new { x.tenant_id, x.dataset_id },
                        principalTable: "training_datasets",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "model_aliases",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    alias = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    set_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    set_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    closed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_aliases", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_aliases_closed", "(valid_to is null) = (closed_by is null)");
                    table.CheckConstraint("ck_model_aliases_period", "valid_from <= valid_to");
                    table.ForeignKey(
                        name: "fk_model_aliases_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_closed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_closed_login()\"}")
                .Annotation("MlOps:Trigger:set_set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_set_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "model_evaluations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    metrics = table.Column<string>(type: "jsonb", nullable: false),
                    confusion_matrix = table.Column<string>(type: "jsonb", nullable: true),
                    thresholds = table.Column<string>(type: "jsonb", nullable: false),
                    evaluated_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_evaluations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_evaluations_confusion_matrix", "jsonb_typeof(confusion_matrix) = 'object'");
                    table.CheckConstraint("ck_model_evaluations_content", "metrics <> '{}' or confusion_matrix is not null");
                    table.ForeignKey(
                        name: "fk_model_evaluations_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_evaluations_training_datasets_tenant_id_dataset_id",
                        columns: x => new { x.tenant_id, x.dataset_id },
                        principalTable: "training_datasets",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "retraining_decisions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    trigger_reason = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    candidate_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    drift_context = table.Column<string>(type: "jsonb", nullable: true),
                    data_context = table.Column<string>(type: "jsonb", nullable: true),
                    decision_details = table.Column<string>(type: "jsonb", nullable: true),
                    rejection_reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    labeled_samples = table.Column<int>(type: "integer", nullable: true),
                    coverage_pct = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_decisions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_retraining_decisions_action", "action in ('promote', 'reject')");
                    table.CheckConstraint("ck_retraining_decisions_coverage_pct_range", "coverage_pct between 0 and 100");
                    table.CheckConstraint("ck_retraining_decisions_labeled_samples", "labeled_samples >= 0");
                    table.CheckConstraint("ck_retraining_decisions_reasons", "(action = 'reject') = (cardinality(rejection_reasons) > 0)");
                    table.CheckConstraint("ck_retraining_decisions_trigger_reason", "trigger_reason in ('scheduled', 'drift', 'manual')");
                    table.ForeignKey(
                        name: "fk_retraining_decisions_model_versions_tenant_id_candidate_ver_",
                        columns: x => new { x.tenant_id, x.candidate_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "code_evaluations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    individual_id = table.Column<Guid>(type: "uuid", nullable: false),
                    evaluator = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    passed = table.Column<bool>(type: "boolean", nullable: false),
                    quality_score = table.Column<double>(type: "double precision", nullable: true),
                    execution_time = table.Column<TimeSpan>(type: "interval", nullable: true),
                    memory_bytes = table.Column<long>(type: "bigint", nullable: true),
                    metrics = table.Column<string>(type: "jsonb", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_evaluations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_code_evaluations_error", "passed = (error is null)");
                    table.CheckConstraint("ck_code_evaluations_execution_time", "execution_time >= interval '0'");
                    table.CheckConstraint("ck_code_evaluations_memory_bytes", "memory_bytes >= 0");
                    table.CheckConstraint("ck_code_evaluations_quality_score_range", "quality_score between 0 and 1");
                    table.ForeignKey(
                        name: "fk_code_evaluations_evolution_individuals_tenant_id_individual_",
                        columns: x => new { x.tenant_id, x.individual_id },
                        principalTable: "evolution_individuals",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "llm_interactions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    individual_id = table.Column<Guid>(type: "uuid", nullable: true),
                    model = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    purpose = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tokens_in = table.Column<int>(type: "integer", nullable: false),
                    tokens_out = table.Column<int>(type: "integer", nullable: false),
                    tokens = table.Column<long>(type: "bigint", nullable: false, computedColumnSql: "tokens_in::bigint + tokens_out", stored: true),
                    cost = table.Column<decimal>(type: "numeric", nullable: false),
                    latency = table.Column<TimeSpan>(type: "interval", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_interactions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_llm_interactions_cost_range", "cost between 0 and 1000000");
                    table.CheckConstraint("ck_llm_interactions_latency", "latency >= interval '0'");
                    table.CheckConstraint("ck_llm_interactions_tokens", "tokens_in >= 0 and tokens_out >= 0");
                    table.ForeignKey(
                        name: "fk_llm_interactions_evolution_experiments_tenant_id_experiment_",
                        columns: x => new { x.tenant_id, x.experiment_id },
                        principalTable: "evolution_experiments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_interactions_evolution_individuals_tenant_id_individual_",
                        columns: x => new { x.tenant_id, x.individual_id },
                        principalTable: "evolution_individuals",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ai_gm_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    scene = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    decision = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ai_gm_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_ai_gm_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "code_roach_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    file_path = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    code_metrics = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_roach_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_code_roach_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "daisy_chain_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    task_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    task_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    success_probability = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_daisy_chain_ml_predictions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_daisy_chain_ml_predictions_success_probability_range", "success_probability between 0 and 1");
                    table.ForeignKey(
                        name: "fk_daisy_chain_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "first_mate_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    roll_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    stat_info = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_first_mate_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_first_mate_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "game_app_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    narrative_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    scenario = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_game_app_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_game_app_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "ml_feedback",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    prediction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rating = table.Column<int>(type: "integer", nullable: true),
                    is_correct = table.Column<bool>(type: "boolean", nullable: true),
                    corrected_value = table.Column<double>(type: "double precision", nullable: true),
                    comment = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feedback", x => new { x.tenant_id, x.prediction_id, x.id });
                    table.CheckConstraint("ck_ml_feedback_content", "num_nonnulls(rating, is_correct, corrected_value, comment) > 0");
                    table.CheckConstraint("ck_ml_feedback_corrected_value_finite", "corrected_value > '-Infinity' and corrected_value < 'Infinity'");
                    table.CheckConstraint("ck_ml_feedback_rating_range", "rating between 1 and 5");
                    table.ForeignKey(
                        name: "fk_ml_feedback_ml_predictions_tenant_id_prediction_id",
                        columns: x => new { x.tenant_id, x.prediction_id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"prediction_id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "oracle_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    query = table.Column<string>(type: "text", nullable: false),
                    knowledge_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    relevance_scores = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oracle_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_oracle_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "policy_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    policy_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    compliance_state = table.Column<string>(type: "text", nullable: false),
                    time_to_violation = table.Column<TimeSpan>(type: "interval", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_ml_predictions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_policy_ml_predictions_compliance_state", "compliance_state in ('unknown', 'compliant', 'at_risk', 'non_compliant')");
                    table.CheckConstraint("ck_policy_ml_predictions_time_to_violation", "time_to_violation >= interval '0'");
                    table.ForeignKey(
                        name: "fk_policy_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "model_stage_transitions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    from_stage = table.Column<string>(type: "text", nullable: false),
                    to_stage = table.Column<string>(type: "text", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    changed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_stage_transitions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_stage_transitions_from_stage", "from_stage in ('None', 'Staging', 'Production', 'Archived')");
                    table.CheckConstraint("ck_model_stage_transitions_moves", "from_stage <> to_stage");
                    table.CheckConstraint("ck_model_stage_transitions_to_stage", "to_stage in ('None', 'Staging', 'Production', 'Archived')");
                    table.ForeignKey(
                        name: "fk_model_stage_transitions_model_versions_tenant_id_model_vers_",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_stage_transitions_retraining_decisions_tenant_id_deci_",
                        columns: x => new { x.tenant_id, x.decision_id },
                        principalTable: "retraining_decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_stage_transitions_changed_login()\"}");

            migrationBuilder.CreateIndex(
                name: "ix_ab_testing_experiments_tenant_id_name",
                table: "ab_testing_experiments",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ab_testing_results_tenant_id_variant_id_window_start",
                table: "ab_testing_results",
                columns: new[] { "tenant_id", "variant_id", "window_start" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ab_testing_variants_tenant_id_experiment_id_name",
                table: "ab_testing_variants",
                columns: new[] { "tenant_id", "experiment_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_ab_testing_variants_one_control",
                table: "ab_testing_variants",
                columns: new[] { "tenant_id", "experiment_id" },
                unique: true,
                filter: "is_control");

            migrationBuilder.CreateIndex(
                name: "ix_capacity_planning_metrics_tenant_id_kind_resource_created_at",
                table: "capacity_planning_metrics",
                columns: new[] { "tenant_id", "kind", "resource", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_code_evaluations_tenant_id_individual_id",
                table: "code_evaluations",
                columns: new[] { "tenant_id", "individual_id" });

            migrationBuilder.CreateIndex(
                name: "ix_data_quality_checks_tenant_id_name",
                table: "data_quality_checks",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_data_quality_results_tenant_id_check_id_created_at",
                table: "data_quality_results",
                columns: new[] { "tenant_id", "check_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_evolution_experiments_tenant_id_created_at",
                table: "evolution_experiments",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_evolution_generations_tenant_id_experiment_id_number",
                table: "evolution_generations",
                columns: new[] { "tenant_id", "experiment_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_evolution_individuals_tenant_id_experiment_id_generation_nu_",
                table: "evolution_individuals",
                columns: new[] { "tenant_id", "experiment_id", "generation_number", "generation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_identified_patterns_tenant_id_pattern_type_pattern_name",
                table: "identified_patterns",
                columns: new[] { "tenant_id", "pattern_type", "pattern_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_learning_events_tenant_id_event_type_created_at",
                table: "learning_events",
                columns: new[] { "tenant_id", "event_type", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_learning_events_tenant_id_subject_id_created_at",
                table: "learning_events",
                columns: new[] { "tenant_id", "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_interactions_tenant_id_created_at",
                table: "llm_interactions",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_interactions_tenant_id_experiment_id_created_at",
                table: "llm_interactions",
                columns: new[] { "tenant_id", "experiment_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_interactions_tenant_id_individual_id",
                table: "llm_interactions",
                columns: new[] { "tenant_id", "individual_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_alert_rules_tenant_id_name",
                table: "ml_alert_rules",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_alerts_tenant_id_rule_id_fired_at",
                table: "ml_alerts",
                columns: new[] { "tenant_id", "rule_id", "fired_at" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_alerts_one_open",
                table: "ml_alerts",
                columns: new[] { "tenant_id", "rule_id" },
                unique: true,
                filter: "resolved_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_audit_log_tenant_id_subject_type_subject_id_created_at",
                table: "ml_audit_log",
                columns: new[] { "tenant_id", "subject_type", "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_configurations_tenant_id_resource_id",
                table: "ml_configurations",
                columns: new[] { "tenant_id", "resource_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_dead_letters_tenant_id_content_id_kind_payload_sha256",
                table: "ml_dead_letters",
                columns: new[] { "tenant_id", "content_id", "kind", "payload_sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_drift_metrics_tenant_id_model_name_created_at",
                table: "ml_drift_metrics",
                columns: new[] { "tenant_id", "model_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_drift_metrics_tenant_id_model_version_id",
                table: "ml_drift_metrics",
                columns: new[] { "tenant_id", "model_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_feature_schemas_tenant_id_name_version",
                table: "ml_feature_schemas",
                columns: new[] { "tenant_id", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_feature_store_tenant_id_feature_name_entity_id_event_tim_",
                table: "ml_feature_store",
                columns: new[] { "tenant_id", "feature_name", "entity_id", "event_time", "known_at" },
                descending: new[] { false, false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_ml_feedback_tenant_id_created_at",
                table: "ml_feedback",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_health_snapshots_tenant_id_created_at",
                table: "ml_health_snapshots",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_job_runs_tenant_id_job_created_at",
                table: "ml_job_runs",
                columns: new[] { "tenant_id", "job", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_performance_metrics_window",
                table: "ml_performance_metrics",
                columns: new[] { "tenant_id", "service_name", "metric", "window_start", "window_end" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_high_risk",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "created_at" },
                filter: "risk_level in ('high', 'critical')");

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_tenant_id_model_version_id",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "model_version_id" },
                filter: "model_version_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_tenant_id_request_id",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "request_id" },
                filter: "request_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_tenant_id_service_name_created_at",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "service_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_retention_policies_tenant_id_table_name",
                table: "ml_retention_policies",
                columns: new[] { "tenant_id", "table_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_ml_retraining_policies_one_current",
                table: "ml_retraining_policies",
                columns: new[] { "tenant_id", "name" },
                unique: true,
                filter: "replaced_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_ml_retraining_policies_version",
                table: "ml_retraining_policies",
                columns: new[] { "tenant_id", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_feature_id",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "feature_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_schema_id_name",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "schema_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_schema_id_ordinal",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "schema_id", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_schema_id_type_position",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "schema_id", "type", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_training_jobs_running",
                table: "ml_training_jobs",
                columns: new[] { "tenant_id", "heartbeat_at" },
                filter: "status = 'running'");

            migrationBuilder.CreateIndex(
                name: "ix_ml_training_jobs_tenant_id_dataset_id",
                table: "ml_training_jobs",
                columns: new[] { "tenant_id", "dataset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_training_jobs_tenant_id_model_version_id_created_at",
                table: "ml_training_jobs",
                columns: new[] { "tenant_id", "model_version_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_writers_tenant_id_seen_at",
                table: "ml_writers",
                columns: new[] { "tenant_id", "seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_model_aliases_tenant_id_model_name_alias_valid_from",
                table: "model_aliases",
                columns: new[] { "tenant_id", "model_name", "alias", "valid_from" });

            migrationBuilder.CreateIndex(
                name: "ix_model_aliases_tenant_id_model_version_id",
                table: "model_aliases",
                columns: new[] { "tenant_id", "model_version_id" });

            migrationBuilder.CreateIndex(
                name: "ux_model_aliases_one_open",
                table: "model_aliases",
                columns: new[] { "tenant_id", "model_name", "alias" },
                unique: true,
                filter: "valid_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_model_evaluations_tenant_id_dataset_id",
                table: "model_evaluations",
                columns: new[] { "tenant_id", "dataset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_evaluations_tenant_id_model_version_id_created_at",
                table: "model_evaluations",
                columns: new[] { "tenant_id", "model_version_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_model_stage_transitions_tenant_id_decision_id",
                table: "model_stage_transitions",
                columns: new[] { "tenant_id", "decision_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_stage_transitions_tenant_id_model_name_created_at",
                table: "model_stage_transitions",
                columns: new[] { "tenant_id", "model_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_model_stage_transitions_tenant_id_model_version_id",
                table: "model_stage_transitions",
                columns: new[] { "tenant_id", "model_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_versions_tenant_id_feature_schema_id",
                table: "model_versions",
                columns: new[] { "tenant_id", "feature_schema_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_versions_tenant_id_model_name_model_version",
                table: "model_versions",
                columns: new[] { "tenant_id", "model_name", "model_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_model_versions_one_in_production",
                table: "model_versions",
                columns: new[] { "tenant_id", "model_name", "production_slot" },
                unique: true,
                filter: "stage = 'Production'");

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_metrics_tenant_id_timestamp",
                table: "monitoring_metrics",
                columns: new[] { "tenant_id", "timestamp" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pattern_occurrences_tenant_id_pattern_id_created_at",
                table: "pattern_occurrences",
                columns: new[] { "tenant_id", "pattern_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_query_performance_logs_tenant_id_fingerprint_created_at",
                table: "query_performance_logs",
                columns: new[] { "tenant_id", "fingerprint", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_proposed",
                table: "recommendations",
                columns: new[] { "tenant_id", "created_at" },
                filter: "status = 'proposed'");

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_tenant_id_pattern_id",
                table: "recommendations",
                columns: new[] { "tenant_id", "pattern_id" });

            migrationBuilder.CreateIndex(
                name: "ix_resource_utilization_tenant_id_kind_resource_created_at",
                table: "resource_utilization",
                columns: new[] { "tenant_id", "kind", "resource", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_decisions_tenant_id_candidate_version_id",
                table: "retraining_decisions",
                columns: new[] { "tenant_id", "candidate_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_decisions_tenant_id_model_name_timestamp",
                table: "retraining_decisions",
                columns: new[] { "tenant_id", "model_name", "timestamp" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_decisions_tenant_id_timestamp",
                table: "retraining_decisions",
                columns: new[] { "tenant_id", "timestamp" });

            migrationBuilder.CreateIndex(
                name: "ix_system_performance_metrics_tenant_id_source_metric_name_cre_",
                table: "system_performance_metrics",
                columns: new[] { "tenant_id", "source", "metric_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_training_datasets_tenant_id_name_version",
                table: "training_datasets",
                columns: new[] { "tenant_id", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_session_learning_events_tenant_id_session_id",
                table: "user_session_learning_events",
                columns: new[] { "tenant_id", "session_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ab_testing_results")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ai_gm_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "capacity_planning_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"capacity_planning_metrics\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "code_evaluations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "code_roach_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "daisy_chain_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "data_quality_results")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "first_mate_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "game_app_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "git_operation_learning_events")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "llm_interactions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_alerts")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_acknowledged_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_acknowledged_login()\"}")
                .Annotation("MlOps:Trigger:set_resolved_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_resolved_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_audit_log")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_audit_log\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_audit_log_login()\"}");

            migrationBuilder.DropTable(
                name: "ml_configurations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_dead_letters")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_drift_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_feature_store")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_feature_store\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "ml_feedback")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"prediction_id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "ml_health_snapshots")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_job_runs")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_logins")
                .Annotation("MlOps:BoundRole", "mlops_bound");

            migrationBuilder.DropTable(
                name: "ml_performance_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_retention_policies")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_retraining_policies")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_policies_changed_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_schema_features")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_slices")
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT");

            migrationBuilder.DropTable(
                name: "ml_tenants")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_training_jobs")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_writers")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "model_aliases")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_closed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_closed_login()\"}")
                .Annotation("MlOps:Trigger:set_set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_set_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "model_evaluations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "model_stage_transitions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_stage_transitions_changed_login()\"}");

            migrationBuilder.DropTable(
                name: "monitoring_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "oracle_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "pattern_occurrences")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"pattern_occurrences\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "policy_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "query_performance_logs")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"query_performance_logs\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "recommendations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "resource_utilization")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"resource_utilization\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "system_performance_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"system_performance_metrics\",\"Column\":\"id\",\"Interval\":1,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "user_session_learning_events")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "ab_testing_variants")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "data_quality_checks")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "evolution_individuals")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_alert_rules")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_features")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "training_datasets")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "retraining_decisions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_label_received_at", "{\"When\":\"BEFORE UPDATE OF labelled_at, label_received_at\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_predictions_label_received_at()\"}");

            migrationBuilder.DropTable(
                name: "identified_patterns")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "learning_events")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "ab_testing_experiments")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "evolution_generations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "model_versions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_promoted_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_versions_promoted_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "evolution_experiments")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_feature_schemas")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_models")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("MlOps:Function:applied_migrations()", "RETURNS TABLE (version text, name text, product_version text)\nLANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$\nBEGIN\n    IF to_regclass('public.mlops_migrations_history') IS NOT NULL THEN\n        RETURN QUERY EXECUTE\n            'SELECT split_part(\"MigrationId\", ''_'', 1), substr(\"MigrationId\", strpos(\"MigrationId\", ''_'') + 1), \"ProductVersion\"::text\n            FROM public.mlops_migrations_history ORDER BY \"MigrationId\"';\n    END IF;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_bound_tenant()", "RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\nRETURN (\n    SELECT session.tenant FROM (SELECT current_setting('mlops.tenant_id')::uuid AS tenant) AS session\n    WHERE EXISTS (SELECT 1 FROM ml_logins WHERE login = session_user AND tenant_id = session.tenant)\n        OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper))")
                .OldAnnotation("MlOps:Function:mlops_category(prediction ml_predictions, feature text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.categories[f.position] FROM ml_schema_features AS f\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'category'\n$function$")
                .OldAnnotation("MlOps:Function:mlops_feature(prediction ml_predictions, feature text)", "RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.features[f.position] FROM ml_schema_features AS f\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'number'\n$function$")
                .OldAnnotation("MlOps:Function:mlops_missing_tenant()", "RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    RAISE insufficient_privilege USING\n        MESSAGE = 'The session has no tenant, so that it can neither read nor write rows of tenants.',\n        HINT = 'Run: SET mlops.tenant_id = ''<id of the tenant>''. An administrator can set it for all sessions of a login by ALTER ROLE.';\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_alerts_acknowledged_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at THEN\n        NEW.acknowledged_login := CASE WHEN NEW.acknowledged_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.acknowledged_login := OLD.acknowledged_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_alerts_resolved_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.resolved_at IS DISTINCT FROM OLD.resolved_at THEN\n        NEW.resolved_login := CASE WHEN NEW.resolved_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.resolved_login := OLD.resolved_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_audit_log_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.login := OLD.login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_predictions_label_received_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.label_received_at := CASE WHEN NEW.labelled_at IS DISTINCT FROM OLD.labelled_at THEN now() ELSE OLD.label_received_at END;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_retraining_policies_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_aliases_closed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_to IS DISTINCT FROM OLD.valid_to THEN\n        NEW.closed_login := CASE WHEN NEW.valid_to IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.closed_login := OLD.closed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_aliases_set_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_from IS DISTINCT FROM OLD.valid_from THEN\n        NEW.set_login := CASE WHEN NEW.valid_from IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.set_login := OLD.set_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_stage_transitions_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_versions_promoted_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.promoted_at IS DISTINCT FROM OLD.promoted_at THEN\n        NEW.promoted_login := CASE WHEN NEW.promoted_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.promoted_login := OLD.promoted_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_updated_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.updated_at := clock_timestamp();\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Role:mlops_app", "Tenant")
                .OldAnnotation("MlOps:Role:mlops_bound", "Tenant")
                .OldAnnotation("MlOps:Role:mlops_owner", "Owner")
                .OldAnnotation("MlOps:Role:mlops_reader", "Tenant")
                .OldAnnotation("MlOps:Role:mlops_service", "AllTenants")
                .OldAnnotation("MlOps:View:feature_store", "{\"Query\":\"SELECT v.tenant_id, v.id, f.id AS feature_id, v.feature_name, v.kind,\\n    f.value_type, v.entity_id, v.value, v.event_time, v.known_at,\\n    v.quality_score, v.completeness_score, v.created_at\\nFROM ml_feature_store AS v\\nJOIN ml_features AS f ON f.tenant_id = v.tenant_id AND f.name = v.feature_name\",\"Reads\":[\"ml_feature_store\",\"ml_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:m_daily_patterns", "{\"Query\":\"SELECT o.tenant_id, (o.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, o.pattern_id, count(*) AS occurrences\\nFROM pattern_occurrences AS o\\nWHERE o.created_at \\u003C= now()\\nGROUP BY 1, 2, 3\",\"Reads\":[\"pattern_occurrences\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"pattern_id\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_daily_predictions", "{\"Query\":\"SELECT p.tenant_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, p.service_name,\\n    COALESCE(p.model_version, \\u0027\\u0027) AS model_version,\\n    count(*) AS predictions, count(p.actual_value) AS labelled, avg(p.confidence) AS avg_confidence,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, stddev(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS error_stddev,\\n    avg(CASE WHEN abs(p.inference_time_ms) \\u003E 1e140 THEN sign(p.inference_time_ms) * 1e140 ELSE p.inference_time_ms END) AS avg_inference_time_ms\\nFROM ml_predictions AS p\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"service_name\",\"model_version\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_experiment_progress", "{\"Query\":\"SELECT g.tenant_id, g.experiment_id, g.number AS generation, e.name AS experiment,\\n    e.status, g.population_size, g.best_fitness, g.mean_fitness, g.diversity,\\n    max(g.best_fitness) OVER (\\n        PARTITION BY g.tenant_id, g.experiment_id ORDER BY g.number) AS best_so_far\\nFROM evolution_generations AS g\\nJOIN evolution_experiments AS e ON e.tenant_id = g.tenant_id AND e.id = g.experiment_id\",\"Reads\":[\"evolution_experiments\",\"evolution_generations\"],\"UniqueKey\":[\"tenant_id\",\"experiment_id\",\"generation\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_telemetry_by_hour", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027hour\\u0027, m.created_at, \\u0027UTC\\u0027) AS hour, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u002730 days\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"hour\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_telemetry_by_minute", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027minute\\u0027, m.created_at, \\u0027UTC\\u0027) AS minute, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u00271 day\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"minute\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_version_accuracy", "{\"Query\":\"SELECT p.tenant_id, p.model_version_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day,\\n    v.model_name, v.model_version, count(*) AS predictions, count(p.actual_value) AS labelled,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, sqrt(avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END ^ 2)) AS root_mean_square_error\\nFROM ml_predictions AS p\\nJOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nGROUP BY 1, 2, 3, 4, 5\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":[\"tenant_id\",\"model_version_id\",\"day\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:model_training_sessions", "{\"Query\":\"SELECT j.tenant_id, j.id, m.id AS model_id, j.model_version_id,\\n    v.model_name, v.model_version, j.dataset_id, j.hyperparameters,\\n    j.status, j.total_epochs, j.completed_epochs, j.loss_curve,\\n    j.resource_usage, j.worker, j.started_at, j.heartbeat_at, j.ended_at,\\n    j.error, j.created_at, j.updated_at\\nFROM ml_training_jobs AS j\\nJOIN model_versions AS v ON v.tenant_id = j.tenant_id AND v.id = j.model_version_id\\nJOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_models\",\"ml_training_jobs\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, m.id AS model_id, p.model_version_id,\\n    p.model_version, p.service_name, p.prediction_type,\\n    p.target_entity_type, p.target_entity_id,\\n    COALESCE(p.output, to_jsonb(p.predicted_value)) AS predicted_value,\\n    CASE WHEN p.confidence_lower IS NOT NULL\\n        THEN jsonb_build_object(\\u0027lower\\u0027, p.confidence_lower, \\u0027upper\\u0027, p.confidence_upper)\\n    END AS confidence_interval,\\n    p.confidence, p.actual_value, p.error, p.labelled_at,\\n    p.source,\\n    COALESCE(p.context, (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id)) AS context,\\n    p.risk_level, p.inference_time_ms, p.created_at\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nLEFT JOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_models\",\"ml_predictions\",\"ml_schema_features\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:schema_migrations", "{\"Query\":\"SELECT version, name, product_version FROM applied_migrations()\",\"Reads\":[],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_daily_patterns", "{\"Query\":\"SELECT * FROM m_daily_patterns WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_daily_patterns\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_daily_predictions", "{\"Query\":\"SELECT * FROM m_daily_predictions WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_daily_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_decision_history", "{\"Query\":\"SELECT d.tenant_id, d.id, d.timestamp, d.trigger_reason, d.action,\\n    d.model_name, d.candidate_version_id, d.drift_context, d.data_context,\\n    d.decision_details, d.rejection_reasons, d.labeled_samples, d.coverage_pct\\nFROM retraining_decisions AS d\\nORDER BY d.timestamp DESC\",\"Reads\":[\"retraining_decisions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_experiment_progress", "{\"Query\":\"SELECT * FROM m_experiment_progress WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_experiment_progress\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_model_performance", "{\"Query\":\"SELECT v.tenant_id, v.model_name, v.model_version, v.stage,\\n    v.f1_score, v.brier_score,\\n    count(p.id) AS predictions, count(p.actual_value) AS labelled,\\n    avg(p.confidence) AS avg_confidence, avg(p.error) AS avg_error,\\n    stddev(p.error) AS error_stddev, avg(p.inference_time_ms) AS avg_inference_time_ms\\nFROM model_versions AS v\\nLEFT JOIN ml_predictions AS p ON p.tenant_id = v.tenant_id AND p.model_version_id = v.id\\nGROUP BY v.tenant_id, v.id\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_model_timeline", "{\"Query\":\"SELECT t.tenant_id, t.model_name, t.model_version, t.from_stage, t.to_stage,\\n    t.to_stage AS stage, t.created_at AS changed_at, t.changed_by, t.reason, t.decision_id\\nFROM model_stage_transitions AS t\\nORDER BY t.created_at DESC\",\"Reads\":[\"model_stage_transitions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_prediction_features", "{\"Query\":\"SELECT p.tenant_id, p.id, p.request_id, p.service_name, p.prediction_type,\\n    p.model_version, p.model_version_id, p.predicted_value, p.actual_value,\\n    s.name AS schema_name, s.version AS schema_version,\\n    (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id) AS features, p.created_at, p.received_at\\nFROM ml_predictions AS p\\nJOIN ml_feature_schemas AS s ON s.tenant_id = p.tenant_id AND s.id = p.feature_schema_id\",\"Reads\":[\"ml_feature_schemas\",\"ml_predictions\",\"ml_schema_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_recent_monitoring", "{\"Query\":\"SELECT r.tenant_id, r.id, r.timestamp, r.lookback_hours, r.num_predictions,\\n    r.positive_rate, r.probability_mean, r.probability_std, r.entropy,\\n    r.dataset_drift_detected, r.feature_drift_ratio, r.num_drifted_features,\\n    r.drift_summary_ref, r.drift_report_ref\\nFROM monitoring_metrics AS r\\nWHERE r.timestamp \\u003E now() - interval \\u00277 days\\u0027\\nORDER BY r.timestamp DESC\",\"Reads\":[\"monitoring_metrics\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_recent_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.service_name, p.prediction_type,\\n    p.predicted_value, p.actual_value, p.error, p.confidence,\\n    p.risk_level, p.inference_time_ms, p.created_at,\\n    v.model_name, COALESCE(v.model_version, p.model_version) AS model_version, v.stage\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nWHERE p.created_at \\u003E now() - interval \\u002724 hours\\u0027\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_telemetry_by_hour", "{\"Query\":\"SELECT * FROM m_telemetry_by_hour WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_telemetry_by_hour\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_telemetry_by_minute", "{\"Query\":\"SELECT * FROM m_telemetry_by_minute WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_telemetry_by_minute\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_version_accuracy", "{\"Query\":\"SELECT * FROM m_version_accuracy WHERE tenant_id = CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END\",\"Reads\":[\"m_version_accuracy\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}");
        }
    }
}
