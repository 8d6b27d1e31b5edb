using Microsoft.EntityFrameworkCore.Infrastructure;
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
    private static string Create(string role, ISqlGenerationHelper sql) =>
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

    public static IEnumerable<string> CreateAll(IAnnotatable database, ISqlGenerationHelper sql) =>
        database.Named(PostgresAnnotations.Role).Select(role => Create(role.Name, sql));

    /// <summary>
    /// Rights on what lies in a schema are worth nothing without the right to use it, which all have in public. It is not taken
    /// back, since it may serve other things there.
    /// </summary>
    public static IEnumerable<string> SchemaUsage(string? schema, IEnumerable<string> roles, ISqlGenerationHelper sql) =>
        schema is not null && string.Join(", ", roles.Distinct().Select(sql.DelimitIdentifier)) is { Length: > 0 } names
            ? [$"GRANT USAGE ON SCHEMA {sql.DelimitIdentifier(schema)} TO {names};"]
            : [];

    /// <summary>For those who have rights on a table there, or on its partitions.</summary>
    public static IEnumerable<string> SchemaUsage(string? schema, IReadOnlyAnnotatable table, ISqlGenerationHelper sql) => SchemaUsage(
        schema,
        table.Named(PostgresAnnotations.Grant).Concat(table.Named(PostgresAnnotations.PartitionGrant)).Select(grant => grant.Name),
        sql);

    public static IEnumerable<string> Grants(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        declared.Named(PostgresAnnotations.Grant)
            .Select(grant => $"GRANT {grant.Value} ON {table} TO {sql.DelimitIdentifier(grant.Name)};");

    public static IEnumerable<string> PartitionGrants(string partition, IAnnotatable declared, ISqlGenerationHelper sql) =>
        declared.Named(PostgresAnnotations.PartitionGrant)
            .Select(grant => $"GRANT {grant.Value} ON {partition} TO {sql.DelimitIdentifier(grant.Name)};");

    /// <summary>For a table that has slices already, which only the database knows.</summary>
    public static IEnumerable<string> GrantsOnEachPartition(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        declared.Named(PostgresAnnotations.PartitionGrant)
            .Select(grant => SliceSql.OnEachPartition(table, $"GRANT {grant.Value} ON", $"TO {sql.DelimitIdentifier(grant.Name)}"));

    public static IEnumerable<string> RevokesOnEachPartition(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        declared.Named(PostgresAnnotations.PartitionGrant)
            .Select(grant => SliceSql.OnEachPartition(table, $"REVOKE {grant.Value} ON", $"FROM {sql.DelimitIdentifier(grant.Name)}"));

    public static IEnumerable<string> Revokes(string table, IAnnotatable declared, ISqlGenerationHelper sql) =>
        declared.Named(PostgresAnnotations.Grant)
            .Select(grant => $"REVOKE {grant.Value} ON {table} FROM {sql.DelimitIdentifier(grant.Name)};");
}
