using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Slices;

namespace MlOps.Postgres.Roles;

/// <summary>The statements that create roles and grant them rights.</summary>
internal static class RoleSql
{
    public static string ToSql(this TableRights rights) =>
        rights == TableRights.None
            ? throw new ArgumentException("A grant needs at least one right; it had none.", nameof(rights))
            : rights.ToString().ToUpperInvariant() is "ALL" ? "SELECT, INSERT, UPDATE, DELETE" : rights.ToString().ToUpperInvariant();

    /// <summary>
    /// CREATE ROLE has no IF NOT EXISTS, and another database's migration may create the role at the same moment.
    /// </summary>
    public static string Create(string role, ISqlGenerationHelper sql) =>
        $"""
        DO $role$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {SqlNames.Literal(role)}) THEN
                CREATE ROLE {sql.DelimitIdentifier(role)} NOLOGIN;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END $role$;
        """;

    /// <summary>
    /// A role needs the right to use a schema beside the rights on what is in it. In public everybody has it. It is never revoked, since
    /// the role may need it for something else.
    /// </summary>
    public static IEnumerable<string> GrantUsage(string? schema, IEnumerable<string> roles, ISqlGenerationHelper sql) =>
        schema is not null && string.Join(", ", roles.Distinct().Select(sql.DelimitIdentifier)) is { Length: > 0 } names
            ? [$"GRANT USAGE ON SCHEMA {sql.DelimitIdentifier(schema)} TO {names};"]
            : [];

    public static IEnumerable<string> Grant(
        string table, IReadOnlyDictionary<string, TableRights> grants, ISqlGenerationHelper sql) =>
        grants.Select(grant => $"GRANT {grant.Value.ToSql()} ON {table} TO {sql.DelimitIdentifier(grant.Key)};");

    public static IEnumerable<string> Revoke(
        string table, IReadOnlyDictionary<string, TableRights> grants, ISqlGenerationHelper sql) =>
        grants.Select(grant => $"REVOKE {grant.Value.ToSql()} ON {table} FROM {sql.DelimitIdentifier(grant.Key)};");

    /// <summary>For a table that has slices already, which only the database knows.</summary>
    public static IEnumerable<string> GrantOnEachPartition(
        string table, IReadOnlyDictionary<string, TableRights> grants, ISqlGenerationHelper sql) =>
        grants.Select(grant =>
            SliceSql.OnEachPartition(table, $"GRANT {grant.Value.ToSql()} ON", $"TO {sql.DelimitIdentifier(grant.Key)}"));

    public static IEnumerable<string> RevokeOnEachPartition(
        string table, IReadOnlyDictionary<string, TableRights> grants, ISqlGenerationHelper sql) =>
        grants.Select(grant =>
            SliceSql.OnEachPartition(table, $"REVOKE {grant.Value.ToSql()} ON", $"FROM {sql.DelimitIdentifier(grant.Key)}"));
}
