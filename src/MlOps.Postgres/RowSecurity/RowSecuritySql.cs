using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.RowSecurity;

/// <summary>The statements that put a table under row-level security, and take it out.</summary>
internal sealed class RowSecuritySql(PostgresFeaturesOptions features, ISqlGenerationHelper sql)
{
    private readonly string _tenantPolicy = sql.DelimitIdentifier(features.TenantPolicy);
    private readonly string _ownerPolicy = sql.DelimitIdentifier(features.OwnerPolicy);
    private readonly PostgresAnnotations _names = features.Annotations;

    /// <summary>
    /// Whether a row is of the session's tenant. An unset tenant is '' after a reset of the session and NULL before. It shows nothing
    /// in both cases, or is refused where logins can be bound to a tenant. One equality: where a query names its tenant too, PostgreSQL
    /// compares both once for a scan, and not for each row. No subquery: Citus refuses policies that have one.
    /// </summary>
    public static string IsOfTheTenant(string column, string? boundRole, PostgresFeaturesOptions features) =>
        $"{column} = {GetTenant(boundRole, features)}";

    /// <summary>The session's tenant.</summary>
    public static string GetTenant(string? boundRole, PostgresFeaturesOptions features)
    {
        var setting = $"current_setting('{features.TenantSetting}', true)";
        return boundRole is null
            ? $"NULLIF({setting}, '')::uuid"
            : $"CASE WHEN coalesce({setting}, '') = '' THEN {features.MissingTenantFunction}() " +
                $"WHEN pg_has_role(session_user, {SqlNames.Literal(boundRole)}, 'USAGE') THEN {features.BoundTenantFunction}() " +
                $"ELSE {setting}::uuid END";
    }

    /// <summary>Whether the session has no tenant, and the rights of the owner. Then a table shows it all rows.</summary>
    public static string IsOwnerWithoutTenant(string ownerRole, PostgresFeaturesOptions features) =>
        $"coalesce(current_setting('{features.TenantSetting}', true), '') = '' " +
        $"AND pg_has_role(current_user, {SqlNames.Literal(ownerRole)}, 'USAGE')";

    /// <summary>Lets the owner see all tenants' rows of a table, until <see cref="EnableForce"/> in the same transaction.</summary>
    public static string DisableForce(string table) => $"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;";

    /// <summary>FORCE, or the owner would write everything.</summary>
    public static string EnableForce(string table) => $"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;";

    /// <summary>The policy, and what turns it on if it was not.</summary>
    /// <param name="table">The table, quoted where it needs to be.</param>
    /// <param name="declared">What the table will have.</param>
    /// <param name="before">What the table had: a policy that only changes leaves the wall up meanwhile.</param>
    public IEnumerable<string> Create(string table, IReadOnlyAnnotatable declared, IReadOnlyAnnotatable before)
    {
        if (declared[_names.RowSecurity] is string text)
        {
            var declaredPolicy = TenantPolicy.Parse(text);
            var rule = IsOfTheTenant(sql.DelimitIdentifier(declaredPolicy.Column), declaredPolicy.BoundRole, features);
            var policy = $"CREATE POLICY {_tenantPolicy} ON {table} USING ({rule}) WITH CHECK ({rule});";
            yield return before[_names.RowSecurity] is not null
                ? policy
                : $"""
                  ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
                  {EnableForce(table)}
                  {policy}
                  """;
        }

        if (declared[_names.ReadByOwner] is string owner)
            yield return $"CREATE POLICY {_ownerPolicy} ON {table} FOR SELECT TO {sql.DelimitIdentifier(owner)} USING (true);";
    }

    /// <summary>Takes away what the table had.</summary>
    /// <param name="table">The table, quoted where it needs to be.</param>
    /// <param name="declared">What the table had.</param>
    /// <param name="after">What the table will have.</param>
    public IEnumerable<string> Drop(string table, IReadOnlyAnnotatable declared, IReadOnlyAnnotatable after)
    {
        if (declared[_names.ReadByOwner] is not null)
            yield return $"DROP POLICY {_ownerPolicy} ON {table};";

        if (declared[_names.RowSecurity] is not null)
        {
            var policy = $"DROP POLICY {_tenantPolicy} ON {table};";
            yield return after[_names.RowSecurity] is not null
                ? policy
                : $"""
                  {policy}
                  {DisableForce(table)}
                  ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
                  """;
        }
    }
}
