namespace MlOps.Persistence.Tests.Maintenance.Verify;

/// <summary>What is done to the tables of a database.</summary>
internal static partial class Damages
{
    private const string Index = "ux_ml_alert_states_subject";
    private const string Check = "ck_model_versions_brier_score_range";
    private const string Key = "fk_ml_alerts_ml_alert_rules_tenant_id_rule_id";
    private const string SliceCheck = "\"id => mlops_uuid7(created_at)\"";
    private const string SliceKey = "fk_ai_gm_ml_predictions_ml_predictions_tenant_id_id";

    private static readonly Dictionary<string, Damage> OfTables = new()
    {
        ["a table is dropped"] = new("DROP TABLE ml_alert_deliveries", "table", "ml_alert_deliveries", false),
        ["a table is not logged"] = new("ALTER TABLE ml_alert_deliveries SET UNLOGGED", "table", "ml_alert_deliveries", false),
        ["a table has another owner"] = new("ALTER TABLE ml_models OWNER TO mlops_bound", "owner", "ml_models"),
        ["a column is dropped"] = new("ALTER TABLE ml_job_runs DROP COLUMN runner", "column", "ml_job_runs.runner", false),
        ["a column has another type"] = new(
            "ALTER TABLE ml_job_runs ALTER COLUMN runner TYPE text", "column", "ml_job_runs.runner", false),
        ["a column has another length"] = new(
            "ALTER TABLE ml_job_runs ALTER COLUMN runner TYPE character varying(254)", "column", "ml_job_runs.runner", false),
        ["a column is not generated any more"] = new(
            "ALTER TABLE ml_job_runs ALTER COLUMN duration DROP EXPRESSION", "column", "ml_job_runs.duration", false),
        ["a column may be null"] = new("ALTER TABLE ml_models ALTER COLUMN status DROP NOT NULL", "not null", "ml_models.status"),
        ["a column may not be null"] = new("ALTER TABLE ml_models ALTER COLUMN owner SET NOT NULL", "not null", "ml_models.owner"),
        ["a new column that no insert fills may not be null"] = new(
            "ALTER TABLE ml_alert_deliveries ADD COLUMN extra int NOT NULL", "not null", "ml_alert_deliveries.extra")
        {
            Rest = "ALTER TABLE ml_alert_deliveries DROP COLUMN extra",
        },
        ["a default is dropped"] = new(
            "ALTER TABLE ml_predictions ALTER COLUMN received_at DROP DEFAULT", "default", "ml_predictions.received_at")
        {
            Others = [.. Partitions("ml_predictions").Select(partition => $"{partition}.received_at")],
        },
        ["a default of a slice is another one"] = new(
            "ALTER TABLE ml_predictions_2031_01 ALTER COLUMN received_at SET DEFAULT 'epoch'", "default",
            "ml_predictions_2031_01.received_at"),
        ["an index is dropped"] = new($"DROP INDEX {Index}", "index", $"{Index} of ml_alert_states"),
        ["an index is not unique any more"] = new(
            $"DROP INDEX {Index}; CREATE INDEX {Index} ON ml_alert_states (tenant_id, rule_id, subject)", "index",
            $"{Index} of ml_alert_states"),
        ["an index is not valid"] = new(
            $"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{Index}'::regclass", "index", $"{Index} of ml_alert_states"),
        ["an index of a sliced table is dropped"] = new(
            "DROP INDEX ix_ml_predictions_tenant_id_received_at", "index", "ix_ml_predictions_tenant_id_received_at of ml_predictions"),
        ["an index of a sliced table is declared and not built"] = new(
            """
            DO $$
            DECLARE
                definition text := pg_get_indexdef('ix_ml_predictions_tenant_id_received_at'::regclass);
            BEGIN
                DROP INDEX ix_ml_predictions_tenant_id_received_at;
                EXECUTE definition;
            END $$
            """,
            "index",
            "ix_ml_predictions_tenant_id_received_at of ml_predictions"),
        ["a primary key is dropped"] = new(
            "ALTER TABLE ml_alert_deliveries DROP CONSTRAINT pk_ml_alert_deliveries", "constraint",
            "pk_ml_alert_deliveries of ml_alert_deliveries"),
        ["a key is dropped"] = new($"ALTER TABLE ml_alerts DROP CONSTRAINT {Key}", "constraint", $"{Key} of ml_alerts"),
        ["a key is not validated"] = new(
            $"UPDATE pg_constraint SET convalidated = false WHERE conname = '{Key}'", "constraint", $"{Key} of ml_alerts"),
        ["a key deletes what it should keep"] = new(
            $"""
            ALTER TABLE ml_alert_states DROP CONSTRAINT fk_ml_alert_states_ml_alert_rules_tenant_id_rule_id,
                ADD CONSTRAINT fk_ml_alert_states_ml_alert_rules_tenant_id_rule_id FOREIGN KEY (tenant_id, rule_id)
                REFERENCES ml_alert_rules (tenant_id, id) ON DELETE SET NULL
            """,
            "constraint",
            "fk_ml_alert_states_ml_alert_rules_tenant_id_rule_id of ml_alert_states"),
        ["a key is switched off"] = new("ALTER TABLE ml_alert_states DISABLE TRIGGER ALL", "constraint",
            "fk_ml_alert_states_ml_alert_rules_tenant_id_rule_id of ml_alert_states"),
        ["a check is dropped"] = new($"ALTER TABLE model_versions DROP CONSTRAINT {Check}", "constraint", $"{Check} of model_versions"),
        ["a check lets more through"] = new(
            $"ALTER TABLE model_versions DROP CONSTRAINT {Check}, ADD CONSTRAINT {Check} CHECK (brier_score >= 0)", "constraint",
            $"{Check} of model_versions"),
        ["a check is not validated"] = new(
            $"ALTER TABLE model_versions DROP CONSTRAINT {Check}, ADD CONSTRAINT {Check} CHECK (brier_score BETWEEN 0 AND 2) NOT VALID",
            "constraint",
            $"{Check} of model_versions"),
        ["a constraint against overlaps is dropped"] = new(
            "ALTER TABLE ml_serving_periods DROP CONSTRAINT ex_ml_serving_periods_no_overlaps", "constraint",
            "ex_ml_serving_periods_no_overlaps of ml_serving_periods", false),
    };

    private static readonly Dictionary<string, Damage> OfSlices = new()
    {
        ["the key of a slice is dropped"] = new(
            $"ALTER TABLE ai_gm_ml_predictions_2031_01 DROP CONSTRAINT {SliceKey}", "constraint",
            $"{SliceKey} of ai_gm_ml_predictions_2031_01"),
        ["the key of a slice is not validated"] = new(
            $"""
            ALTER TABLE ai_gm_ml_predictions_2031_01 DROP CONSTRAINT {SliceKey}, ADD CONSTRAINT {SliceKey}
                FOREIGN KEY (tenant_id, id) REFERENCES ml_predictions_2031_01 (tenant_id, id) ON DELETE CASCADE NOT VALID
            """,
            "constraint",
            $"{SliceKey} of ai_gm_ml_predictions_2031_01"),
        ["the key of a slice leads to another one"] = new(
            $"""
            ALTER TABLE ai_gm_ml_predictions_2031_01 DROP CONSTRAINT {SliceKey}, ADD CONSTRAINT {SliceKey}
                FOREIGN KEY (tenant_id, id) REFERENCES ml_predictions_2031_02 (tenant_id, id) ON DELETE CASCADE
            """,
            "constraint",
            $"{SliceKey} of ai_gm_ml_predictions_2031_01"),
        ["the key of a default partition is dropped"] = new(
            $"ALTER TABLE ai_gm_ml_predictions_default DROP CONSTRAINT {SliceKey}", "constraint",
            $"{SliceKey} of ai_gm_ml_predictions_default"),
        ["the check of a slice is dropped"] = new(
            $"ALTER TABLE ml_predictions_2031_02 DROP CONSTRAINT {SliceCheck}", "constraint", $"{SliceCheck} of ml_predictions_2031_02"),
        ["the check of a default partition is dropped"] = new(
            $"ALTER TABLE ml_predictions_default DROP CONSTRAINT {SliceCheck}", "constraint", $"{SliceCheck} of ml_predictions_default"),
        ["a slice is detached"] = new(
            "ALTER TABLE system_performance_metrics DETACH PARTITION system_performance_metrics_2031_01_15", "slice",
            "system_performance_metrics_2031_01_15", false),
        ["a slice is dropped"] = new(
            "DROP TABLE system_performance_metrics_2031_01_16", "slice", "system_performance_metrics_2031_01_16", false),
        ["the slice of a leaf is detached"] = new(
            "ALTER TABLE oracle_ml_predictions DETACH PARTITION oracle_ml_predictions_2031_01", "partition",
            "oracle_ml_predictions_2031_01 of oracle_ml_predictions", false),
        ["the slice of a leaf is dropped"] = new(
            "DROP TABLE oracle_ml_predictions_2031_02", "table", "oracle_ml_predictions_2031_02"),
        ["a slice has other bounds than its name says"] = new(
            """
            ALTER TABLE game_app_ml_predictions DETACH PARTITION game_app_ml_predictions_2031_02;
            ALTER TABLE game_app_ml_predictions ATTACH PARTITION game_app_ml_predictions_2031_02
                FOR VALUES FROM ('01c17a00-0000-7000-8000-000000000000') TO ('01c17a00-0000-7000-8000-000000000001')
            """,
            "partition",
            "game_app_ml_predictions_2031_02 of game_app_ml_predictions",
            false),
        ["a default partition is detached"] = new(
            "ALTER TABLE ml_audit_log DETACH PARTITION ml_audit_log_default", "partition", "ml_audit_log_default of ml_audit_log", false),
        ["a slice has no record"] = new(
            "DELETE FROM ml_slices WHERE root = 'ml_predictions' AND name = '2031_01'", "slice", "ml_predictions_2031_01"),
        ["the record of a slice says that it is gone"] = new(
            "UPDATE ml_slices SET gone_at = now() WHERE root = 'ml_predictions' AND name = '2031_01'", "slice", "ml_predictions_2031_01"),
        ["the record of a slice has another time"] = new(
            "UPDATE ml_slices SET starts_at = starts_at - interval '1 day' WHERE root = 'ml_predictions' AND name = '2031_02'", "slice",
            "ml_predictions_2031_02"),
    };

    /// <summary>All of them, by what happens.</summary>
    public static IReadOnlyDictionary<string, Damage> All { get; } =
        OfTables.Concat(OfSlices).Concat(OfCode).Concat(OfRights).ToDictionary();

    private static IEnumerable<string> Partitions(string table) => [$"{table}_2031_01", $"{table}_2031_02", $"{table}_default"];
}
