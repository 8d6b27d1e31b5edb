using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.RowSecurity;

/// <summary>The statements that put a table under row-level security, and take it out.</summary>
internal sealed class RowSecuritySql(IAnnotatable declared, ISqlGenerationHelper sql)
{
    /// <summary>The setting of the session that says whose rows it may see.</summary>
    public const string Setting = "mlops.tenant_id";

    private const string Policy = "tenant_isolation";
    private const string OwnerPolicy = "owner_reads";

    /// <summary>
    /// Whether a row is of the session's tenant. An unset tenant is '' after a reset of the session and NULL before, and
    /// shows nothing in both cases. No subquery: Citus refuses policies that have one.
    /// </summary>
    public static string IsOfTheTenant(string column) => $"{column} = NULLIF(current_setting('{Setting}', true), '')::uuid";

    /// <summary>Lets the owner see all tenants' rows of a table, until <see cref="HoldOwner"/> in the same transaction.</summary>
    public static string LetOwnerPass(string table) => $"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;";

    /// <summary>FORCE, or the owner would write everything.</summary>
    public static string HoldOwner(string table) => $"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;";

    /// <summary>The policy, and what turns it on if it was not.</summary>
    /// <param name="table">The table.</param>
    /// <param name="before">What the table had: a policy that only changes leaves the wall up meanwhile.</param>
    public IEnumerable<string> Create(string table, IAnnotatable before)
    {
        if (declared[PostgresAnnotations.RowSecurity] is string column)
        {
            var rule = IsOfTheTenant(sql.DelimitIdentifier(column));
            var policy = $"CREATE POLICY {Policy} ON {table} USING ({rule}) WITH CHECK ({rule});";
            yield return before[PostgresAnnotations.RowSecurity] is not null
                ? policy
                : $"""
                  ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
                  {HoldOwner(table)}
                  {policy}
                  """;
        }

        if (declared[PostgresAnnotations.ReadByOwner] is string owner)
            yield return $"CREATE POLICY {OwnerPolicy} ON {table} FOR SELECT TO {sql.DelimitIdentifier(owner)} USING (true);";
    }

    /// <param name="table">The table.</param>
    /// <param name="after">What the table will have.</param>
    public IEnumerable<string> Drop(string table, IAnnotatable after)
    {
        if (declared[PostgresAnnotations.ReadByOwner] is not null)
            yield return $"DROP POLICY {OwnerPolicy} ON {table};";

        if (declared[PostgresAnnotations.RowSecurity] is not null)
        {
            var policy = $"DROP POLICY {Policy} ON {table};";
            yield return after[PostgresAnnotations.RowSecurity] is not null
                ? policy
                : $"""
                  {policy}
                  {LetOwnerPass(table)}
                  ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
                  """;
        }
    }
}
