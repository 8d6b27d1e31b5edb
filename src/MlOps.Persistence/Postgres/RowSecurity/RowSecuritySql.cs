namespace MlOps.Persistence.Postgres.RowSecurity;

/// <summary>The statements that put a table under row-level security, and take it out.</summary>
internal static class RowSecuritySql
{
    /// <summary>The setting of the session that says whose rows it may see.</summary>
    public const string Setting = "mlops.tenant_id";

    private const string Policy = "tenant_isolation";

    /// <summary>
    /// FORCE, or the owner would see everything. An unset tenant is '' after a reset of the session and NULL before, and
    /// shows nothing in both cases. No subquery: Citus refuses policies that have one.
    /// </summary>
    public static string Enable(string table, string column)
    {
        var rule = $"{column} = NULLIF(current_setting('{Setting}', true), '')::uuid";
        return $"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY {Policy} ON {table} USING ({rule}) WITH CHECK ({rule});
            """;
    }

    public static string Disable(string table) =>
        $"""
        DROP POLICY {Policy} ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """;
}
