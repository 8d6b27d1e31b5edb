using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>Statements about the rights on what is archived. Names are quoted where they need to be.</summary>
internal static class ArchiveSql
{
    /// <summary>Puts a table under the same policies as another one.</summary>
    public static string CopyPolicies(string from, string to) =>
        $"""
        DO $policies$
        DECLARE
            policy record;
        BEGIN
            IF (SELECT relrowsecurity FROM pg_class WHERE oid = {SqlNames.Literal(from)}::regclass) THEN
                ALTER TABLE {to} ENABLE ROW LEVEL SECURITY;
            END IF;
            IF (SELECT relforcerowsecurity FROM pg_class WHERE oid = {SqlNames.Literal(from)}::regclass) THEN
                ALTER TABLE {to} FORCE ROW LEVEL SECURITY;
            END IF;
            FOR policy IN SELECT polname AS name, CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END AS kind,
                CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
                (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
                    FROM unnest(polroles) AS role) AS roles,
                ' USING (' || pg_get_expr(polqual, polrelid) || ')' AS rows,
                ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')' AS new_rows
                FROM pg_policy WHERE polrelid = {SqlNames.Literal(from)}::regclass
            LOOP
                EXECUTE format({SqlNames.Literal($"CREATE POLICY %I ON {SqlNames.EscapeFormat(to)} AS %s FOR %s TO %s%s%s")},
                    policy.name, policy.kind, policy.command, policy.roles, policy.rows, policy.new_rows);
            END LOOP;
        END $policies$
        """;

    /// <summary>Gives a relation of the archive the owner of a live table, and lets those read it that may read that.</summary>
    public static string LetRead(string schema, string relation, string live) =>
        $"""
        DO $readers$
        DECLARE
            owner regrole := (SELECT relowner FROM pg_class WHERE oid = {SqlNames.Literal(live)}::regclass);
            reader record;
        BEGIN
            IF owner <> (SELECT relowner FROM pg_class WHERE oid = {SqlNames.Literal(relation)}::regclass) THEN
                EXECUTE format({SqlNames.Literal($"GRANT USAGE, CREATE ON SCHEMA {SqlNames.EscapeFormat(schema)} TO %s")}, owner);
                EXECUTE format({SqlNames.Literal($"ALTER TABLE {SqlNames.EscapeFormat(relation)} OWNER TO %s")}, owner);
            END IF;
            FOR reader IN {Grantees(live, "SELECT")} LOOP
                EXECUTE format({SqlNames.Literal($"GRANT USAGE ON SCHEMA {SqlNames.EscapeFormat(schema)} TO %s")}, reader.name);
                EXECUTE format({SqlNames.Literal($"GRANT SELECT ON {SqlNames.EscapeFormat(relation)} TO %s")}, reader.name);
            END LOOP;
        END $readers$
        """;

    /// <summary>Leaves nobody but the owner the right to change what a table has.</summary>
    public static string RevokeWriting(string table) =>
        $"""
        DO $rights$
        DECLARE
            reader record;
        BEGIN
            FOR reader IN {Grantees(table, "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")} LOOP
                EXECUTE format({SqlNames.Literal(
                    $"REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {SqlNames.EscapeFormat(table)} FROM %s")}, reader.name);
            END LOOP;
        END $rights$
        """;

    /// <summary>Moves a table to the schema of another one.</summary>
    public static string MoveBeside(string table, string other) =>
        $"""
        DO $schema$
        BEGIN
            EXECUTE format({SqlNames.Literal($"ALTER TABLE {SqlNames.EscapeFormat(table)} SET SCHEMA %s")},
                (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = {SqlNames.Literal(other)}::regclass));
        END $schema$
        """;

    private static string Grantees(string table, params string[] rights) =>
        $"""
        SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS name
                FROM pg_class, aclexplode(relacl)
                WHERE pg_class.oid = {SqlNames.Literal(table)}::regclass AND aclexplode.grantee <> relowner
                    AND privilege_type IN ({string.Join(", ", rights.Select(SqlNames.Literal))})
        """;
}
