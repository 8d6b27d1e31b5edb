using Npgsql;

namespace MlOps.Testing;

/// <summary>All parts of a schema, as text that does not depend on when or how they were created.</summary>
internal static class SchemaCatalogue
{
    private const string Query =
        """
        SELECT 'column ' || attrelid::regclass || '.' || attname || ' ' || attnum || ' ' || format_type(atttypid, atttypmod)
            || ' ' || attnotnull
            || coalesce(' ' || pg_get_expr(adbin, adrelid), '') || ' ' || attgenerated::text
            || coalesce(' ' || col_description(attrelid, attnum), '')
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND attnum > 0
        UNION ALL
        SELECT 'relation ' || oid::regclass || ' ' || relkind::text || ' ' || relrowsecurity::text || relforcerowsecurity
            || coalesce(' ' || reloptions::text, '')
            || ' ' || coalesce(relacl, acldefault('r', relowner))::text || coalesce(' ' || pg_get_expr(relpartbound, oid), '')
            || coalesce(' ' || pg_get_partkeydef(oid), '')
            || coalesce(' ' || obj_description(oid), '')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        -- A key to a partitioned table has parts, which PostgreSQL numbers in the order in which the partitions were made.
        SELECT 'constraint ' || conrelid::regclass || ' ' || CASE WHEN contype = 'f' AND conparentid <> 0 THEN 'part' ELSE conname END
            || ' ' || pg_get_constraintdef(oid) || convalidated
        -- From PostgreSQL 18 on NOT NULL has a name, which does not follow when its column is renamed.
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
        UNION ALL
        SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT 'policy ' || polrelid::regclass || ' ' || polname || ' ' || polcmd::text || ' ' || polroles::regrole[]::text || ' '
            || pg_get_expr(polqual, polrelid) || coalesce(' ' || pg_get_expr(polwithcheck, polrelid), '')
        FROM pg_policy
        UNION ALL
        SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT 'view ' || oid::regclass || ' ' || pg_get_viewdef(oid) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        UNION ALL
        -- A script indents what it wraps.
        SELECT 'function ' || oid::regprocedure || ' ' || regexp_replace(pg_get_functiondef(oid), '\s+', ' ', 'g')
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
        ORDER BY 1
        """;

    /// <inheritdoc cref="ReadAsync(NpgsqlDataSource)"/>
    public static async Task<List<string>> ReadAsync(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        return await ReadAsync(dataSource);
    }

    /// <summary>The tables and their parts, without the history of migrations.</summary>
    public static async Task<List<string>> ReadAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand(Query);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            if (!reader.GetString(0).Contains("mlops_migrations_history", StringComparison.Ordinal))
                lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
