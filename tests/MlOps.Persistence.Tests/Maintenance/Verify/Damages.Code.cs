namespace MlOps.Persistence.Tests.Maintenance.Verify;

/// <content>What is done to views, triggers, functions, policies, rights and roles.</content>
internal static partial class Damages
{
    private static readonly Dictionary<string, Damage> OfCode = new()
    {
        ["a view is dropped"] = new("DROP VIEW v_model_timeline", "view", "v_model_timeline"),
        ["a view shows something else"] = new(
            """
            DO $$ BEGIN
                EXECUTE 'CREATE OR REPLACE VIEW v_model_timeline WITH (security_invoker = true) AS SELECT * FROM ('
                    || rtrim(pg_get_viewdef('v_model_timeline'), ';') || ') AS x LIMIT 7';
            END $$
            """,
            "view",
            "v_model_timeline"),
        ["a view shows the rows of its owner"] = new(
            "ALTER VIEW v_model_timeline RESET (security_invoker)", "view", "v_model_timeline"),
        ["a view has another column"] = new(
            """
            DROP VIEW v_model_timeline; CREATE VIEW v_model_timeline WITH (security_invoker = true) AS SELECT 1 AS timeline;
            GRANT SELECT ON v_model_timeline TO mlops_app, mlops_reader, mlops_service
            """,
            "view",
            "v_model_timeline"),
        ["a materialized view is dropped with what reads it"] = new(
            "DROP MATERIALIZED VIEW m_daily_patterns CASCADE", "view", "m_daily_patterns")
        {
            Others = ["v_daily_patterns"],
        },
        ["a materialized view is not filled"] = new(
            "REFRESH MATERIALIZED VIEW m_daily_patterns WITH NO DATA", "view", "m_daily_patterns"),
        ["the index of a materialized view is dropped"] = new(
            "DROP INDEX ux_m_daily_patterns", "index", "ux_m_daily_patterns of m_daily_patterns"),
        ["a trigger is dropped"] = new("DROP TRIGGER set_updated_at ON ml_models", "trigger", "set_updated_at of ml_models"),
        ["a trigger is switched off"] = new(
            "ALTER TABLE retraining_decisions DISABLE TRIGGER link", "trigger", "link of retraining_decisions"),
        ["a trigger of a slice is switched off"] = new(
            "ALTER TABLE ml_predictions_2031_01 DISABLE TRIGGER set_label_received_at", "trigger",
            "set_label_received_at of ml_predictions_2031_01"),
        ["a trigger fires at another time"] = new(
            """
            DROP TRIGGER set_updated_at ON ml_models;
            CREATE TRIGGER set_updated_at BEFORE INSERT ON ml_models FOR EACH ROW EXECUTE FUNCTION mlops_set_updated_at()
            """,
            "trigger",
            "set_updated_at of ml_models"),
        ["a function is dropped"] = new("DROP FUNCTION mlops_beta", "function",
            "mlops_beta(a double precision, b double precision, x double precision, y double precision)"),
        ["a function does something else"] = new(
            """
            CREATE OR REPLACE FUNCTION mlops_set_updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
            """,
            "function",
            "mlops_set_updated_at()"),
        ["a function has the rights of its caller"] = new(
            "ALTER FUNCTION mlops_bound_tenant() SECURITY INVOKER", "function", "mlops_bound_tenant()"),
        ["a function has another owner"] = new(
            "ALTER FUNCTION applied_migrations() OWNER TO mlops_bound", "owner", "applied_migrations()"),
        ["a policy is dropped"] = new("DROP POLICY tenant_isolation ON ml_models", "policy", "tenant_isolation of ml_models"),
        ["a policy lets everything through"] = new(
            "ALTER POLICY tenant_isolation ON ml_models USING (true)", "policy", "tenant_isolation of ml_models"),
        ["another policy shows all rows"] = new(
            "CREATE POLICY everything ON ml_models USING (true)", "policy", "everything of ml_models", false),
        ["row security is switched off"] = new(
            "ALTER TABLE ml_models DISABLE ROW LEVEL SECURITY", "row security", "ml_models"),
        ["row security does not hold for the owner"] = new(
            "ALTER TABLE ml_models NO FORCE ROW LEVEL SECURITY", "row security", "ml_models"),
        ["a slice has row security"] = new(
            "ALTER TABLE ml_predictions_2031_01 ENABLE ROW LEVEL SECURITY", "row security", "ml_predictions_2031_01", false),
    };

    private static readonly Dictionary<string, Damage> OfRights = new()
    {
        ["a right is revoked"] = new("REVOKE INSERT ON ml_models FROM mlops_app", "grant", "INSERT to mlops_app on ml_models"),
        ["a right on a view is revoked"] = new(
            "REVOKE SELECT ON v_model_timeline FROM mlops_reader", "grant", "SELECT to mlops_reader on v_model_timeline"),
        ["a right on a slice is revoked"] = new(
            "REVOKE SELECT ON ml_predictions_2031_01 FROM mlops_service", "grant", "SELECT to mlops_service on ml_predictions_2031_01"),
        ["a right on a function is revoked"] = new(
            """
            REVOKE EXECUTE ON FUNCTION mlops_bound_tenant() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION mlops_bound_tenant() TO mlops_reader, mlops_service, mlops_bound, mlops_owner
            """,
            "grant",
            "EXECUTE to mlops_app on mlops_bound_tenant()")
        {
            Rest =
                """
                REVOKE ALL ON FUNCTION mlops_bound_tenant() FROM mlops_app, mlops_reader, mlops_service, mlops_bound, mlops_owner;
                GRANT EXECUTE ON FUNCTION mlops_bound_tenant() TO PUBLIC
                """,
        },
        ["a right on a schema is revoked"] = new(
            """
            REVOKE USAGE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO mlops_reader, mlops_service, mlops_bound, mlops_owner
            """,
            "grant",
            "USAGE to mlops_app on schema public")
        {
            Rest =
                """
                REVOKE ALL ON SCHEMA public FROM mlops_app, mlops_reader, mlops_service, mlops_bound, mlops_owner;
                GRANT USAGE ON SCHEMA public TO PUBLIC
                """,
        },
        ["the log of changes can be changed"] = new(
            "GRANT UPDATE ON ml_audit_log TO mlops_app", "grant", "UPDATE to mlops_app on ml_audit_log", false),
        ["everybody may read a table"] = new("GRANT SELECT ON ml_models TO PUBLIC", "grant", "SELECT to PUBLIC on ml_models", false),
        ["a column of the log of changes can be changed"] = new(
            "GRANT UPDATE (action) ON ml_audit_log TO mlops_app", "grant", "UPDATE (action) to mlops_app on ml_audit_log", false),
        ["an application may read a slice past the policies"] = new(
            "GRANT SELECT ON ml_predictions_2031_01 TO mlops_app", "grant", "SELECT to mlops_app on ml_predictions_2031_01", false),
        ["a role may pass rights on"] = new(
            "GRANT SELECT ON ml_models TO mlops_reader WITH GRANT OPTION", "grant",
            "the right to grant SELECT to mlops_reader on ml_models", false),
        ["a role is missing"] = new("ALTER ROLE mlops_reader RENAME TO somebody", "role", "mlops_reader")
        {
            IsOfTheServer = true,
        },
        ["a role bypasses the policies"] = new("ALTER ROLE mlops_app BYPASSRLS", "role right", "BYPASSRLS of mlops_app", false)
        {
            IsOfTheServer = true,
        },
        ["a role has the rights of another one"] = new(
            "GRANT mlops_service TO mlops_app", "role right", "membership in mlops_service of mlops_app", false)
        {
            IsOfTheServer = true,
        },
        ["a bound login is not bound"] = new(
            """
            CREATE ROLE verified_login LOGIN PASSWORD 'hunter2'; GRANT mlops_app TO verified_login;
            INSERT INTO ml_logins (login, tenant_id) VALUES ('verified_login', '0195a000-0000-7000-8000-00000000000c')
            """,
            "login",
            "verified_login")
        {
            IsOfTheServer = true,
        },
    };
}
