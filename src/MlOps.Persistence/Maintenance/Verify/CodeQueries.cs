namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>What the catalogue has of policies, triggers, views, functions and rights, in the form of <see cref="TableQueries"/>.</summary>
internal static class CodeQueries
{
    private const string Policies =
        $$"""
        {{TableQueries.Relations}}
        SELECT 'policy', r.name, quote_ident(polname), definition, ARRAY[format('CREATE POLICY %I ON %s %s', polname, r.name, definition)],
            ARRAY[format('DROP POLICY %1$I ON %2$s; CREATE POLICY %1$I ON %2$s %3$s', polname, r.name, definition)], true, true
        FROM pg_policy JOIN relations r ON r.oid = polrelid,
        LATERAL (SELECT concat_ws(' ', CASE WHEN polpermissive THEN 'AS PERMISSIVE' ELSE 'AS RESTRICTIVE' END,
            'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
            'TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ' ORDER BY pg_get_userbyid(role))
                FROM unnest(polroles) AS role),
            'USING (' || pg_get_expr(polqual, polrelid) || ')', 'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')') AS definition) parts
        ORDER BY 1, 2, 3
        """;

    // A partition has a part of each trigger of its table. It cannot be dropped, but disabled.
    private const string Triggers =
        $$"""
        {{TableQueries.Relations}}
        SELECT 'trigger', r.name, quote_ident(tgname), CASE tgparentid WHEN 0 THEN definition ELSE 'part of the trigger of the table' END
                || CASE tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ' (disabled)' WHEN 'A' THEN ' (always)' ELSE ' (of replicas alone)' END,
            ARRAY[definition], CASE tgparentid WHEN 0 THEN ARRAY[format('DROP TRIGGER %I ON %s; %s', tgname, r.name, definition)]
                ELSE ARRAY[format('ALTER TABLE %s ENABLE TRIGGER %I', r.name, tgname)] END, tgparentid = 0, true
        FROM pg_trigger t JOIN relations r ON r.oid = tgrelid, LATERAL (SELECT pg_get_triggerdef(t.oid, true) AS definition) parts
        WHERE NOT tgisinternal
        ORDER BY 1, 2, 3
        """;

    // The first line of a definition has the columns. What a view reads was created before it.
    private const string Views =
        $$"""
        {{TableQueries.Relations}}
        SELECT 'view', r.name, r.name, concat_ws(E'\n', columns, kind || options, query, CASE WHEN NOT relispopulated THEN '(not filled)' END),
            ARRAY[concat_ws('; ', format('CREATE %s %s%s AS%s', kind, r.name, options, query), indexes, rights)],
            CASE relkind WHEN 'v' THEN ARRAY[format('CREATE OR REPLACE VIEW %s%s AS%s', r.name, options, query)]
                ELSE ARRAY[concat_ws('; ', 'DROP MATERIALIZED VIEW ' || r.name, format('CREATE %s %s%s AS%s', kind, r.name, options, query), indexes, rights)] END,
            true, relkind = 'v'
        FROM relations r,
        LATERAL (SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END AS kind,
            coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', '') AS options, E'\n' || rtrim(pg_get_viewdef(r.oid), ';') AS query,
            (SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
                FROM pg_attribute WHERE attrelid = r.oid AND attnum > 0 AND NOT attisdropped) AS columns,
            (SELECT string_agg(pg_get_indexdef(indexrelid, 0, true), '; ' ORDER BY indexrelid) FROM pg_index WHERE indrelid = r.oid) AS indexes,
            (SELECT string_agg(format('GRANT %s ON %s TO %s', privilege_type, r.name, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END), '; ')
                FROM aclexplode(relacl) WHERE grantee <> relowner) AS rights) parts
        WHERE relkind IN ('v', 'm')
        ORDER BY r.oid
        """;

    private const string FunctionNames =
        """
        functions AS (
            SELECT p.oid, proowner, CASE nspname WHEN current_schema() THEN '' ELSE quote_ident(nspname) || '.' END
                || format('%I(%s)', proname, pg_get_function_identity_arguments(p.oid)) AS name
            FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
            WHERE nspname = ANY ($1) AND prokind IN ('f', 'p') AND NOT EXISTS (
                SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e'))
        """;

    private const string Functions =
        $$"""
        WITH {{FunctionNames}}
        SELECT 'function', name, name, definition, ARRAY[definition], ARRAY[definition], true, true
            FROM functions f, LATERAL (SELECT rtrim(pg_get_functiondef(f.oid), E'\n') AS definition) parts
        UNION ALL
        SELECT 'owner', name, name, pg_get_userbyid(proowner), '{}', ARRAY[format('ALTER FUNCTION %s OWNER TO ', name)], false, true FROM functions
        ORDER BY 1, 2, 3
        """;

    // Each right by itself. The name has it with the role, and the definition the role alone.
    private const string Rights =
        $$"""
        {{TableQueries.Relations}}, {{FunctionNames}}, granted AS (
            SELECT r.name AS part, privilege_type AS privilege, is_grantable, grantee FROM relations r, aclexplode(relacl)
                WHERE relkind IN ('r', 'p', 'v', 'm') AND grantee <> relowner
            UNION ALL
            SELECT r.name, format('%s (%I)', privilege_type, attname), is_grantable, grantee
                FROM relations r JOIN pg_attribute ON attrelid = r.oid, aclexplode(attacl) WHERE NOT attisdropped AND grantee <> relowner),
        roles AS (SELECT pg_roles.oid, rolname FROM pg_roles WHERE rolname = ANY ($2)), named AS (
            SELECT part, privilege, is_grantable, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee)::text END AS role,
                CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS quoted FROM granted)
        SELECT 'grant', part, format('%s to %s', privilege, quoted), role, ARRAY[format('GRANT %s ON %s TO %s', privilege, part, quoted)],
            ARRAY[format('REVOKE %s ON %s FROM %s', privilege, part, quoted)], true, false FROM named
        UNION ALL
        SELECT 'grant', part, format('the right to grant %s to %s', privilege, quoted), role, '{}',
            ARRAY[format('REVOKE GRANT OPTION FOR %s ON %s FROM %s', privilege, part, quoted)], false, false FROM named WHERE is_grantable
        UNION ALL
        SELECT 'grant', f.name, 'EXECUTE to ' || quote_ident(rolname), rolname, ARRAY[format('GRANT EXECUTE ON FUNCTION %s TO %I', f.name, rolname)], '{}', true, false
            FROM functions f, roles WHERE has_function_privilege(roles.oid, f.oid, 'EXECUTE')
        UNION ALL
        SELECT 'grant', 'schema ' || quote_ident(nspname), 'USAGE to ' || quote_ident(rolname), rolname,
            ARRAY[format('GRANT USAGE ON SCHEMA %I TO %I', nspname, rolname)], '{}', true, false
            FROM pg_namespace n, roles WHERE nspname = ANY ($1) AND has_schema_privilege(roles.oid, n.oid, 'USAGE')
        ORDER BY 1, 2, 3
        """;

    private const string Roles =
        """
        SELECT 'role', quote_ident(rolname), quote_ident(rolname), 'there', ARRAY[format('CREATE ROLE %I NOLOGIN', rolname)], '{}'::text[], true, false
            FROM pg_roles WHERE rolname = ANY ($2)
        UNION ALL
        SELECT 'role right', quote_ident(rolname), what, rolname, '{}', ARRAY[format('ALTER ROLE %I NO%s', rolname, what)], false, false
            FROM pg_roles, LATERAL (VALUES ('SUPERUSER', rolsuper), ('BYPASSRLS', rolbypassrls)) AS rights (what, has) WHERE rolname = ANY ($3) AND has
        UNION ALL
        SELECT 'role right', quote_ident(r.rolname), 'membership in ' || quote_ident(other.rolname), r.rolname, '{}',
            ARRAY[format('REVOKE %I FROM %I', other.rolname, r.rolname)], false, false
            FROM pg_roles r, pg_roles other WHERE r.rolname = ANY ($3) AND other.rolname = ANY ($2) AND other.rolname <> ALL ($3)
                AND NOT r.rolsuper AND pg_has_role(r.oid, other.oid, 'MEMBER')
        ORDER BY 1, 2, 3
        """;

    /// <summary>The queries, in no order.</summary>
    public static IReadOnlyList<string> All { get; } = [Policies, Triggers, Views, Functions, Rights, Roles];
}
