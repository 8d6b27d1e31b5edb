using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Exclusions;

/// <summary>The statements that add and drop constraints against overlapping periods.</summary>
internal static class ExclusionSql
{
    /// <summary>What PostgreSQL needs to compare other values than ranges in such a constraint.</summary>
    public const string Extension = "btree_gist";

    /// <summary>
    /// Adds the constraints that are not there yet. If btree_gist is not there and cannot be installed, it says so in a notice and leaves
    /// them out: the extension may be missing from the server, or only a superuser may be allowed to install it.
    /// </summary>
    public static IEnumerable<string> Add(
        string table, IReadOnlyDictionary<string, ExclusionSpec> exclusions, ISqlGenerationHelper sql) =>
        exclusions.Select(exclusion => Add(table, exclusion.Key, exclusion.Value, sql));

    public static string Add(string table, string name, ExclusionSpec exclusion, ISqlGenerationHelper sql)
    {
        var without = SqlNames.Literal(
            $"{table} is without the constraint {name}, so that nothing in the database refuses overlapping periods: ");
        var remedy = SqlNames.Literal($"Let a superuser run CREATE EXTENSION {Extension}, and migrate again.");
        return $"""
            DO $exclusion$
            BEGIN
                IF EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass({SqlNames.Literal(table)}) AND conname = {SqlNames.Literal(name)}) THEN
                    RETURN;
                END IF;
                BEGIN
                    CREATE EXTENSION IF NOT EXISTS {Extension};
                EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
                    RAISE NOTICE USING MESSAGE = {without} || SQLERRM, HINT = {remedy};
                    RETURN;
                END;
                ALTER TABLE {table} ADD CONSTRAINT {sql.DelimitIdentifier(name)} EXCLUDE USING gist ({Elements(exclusion, sql)});
            END $exclusion$;
            """;
    }

    public static IEnumerable<string> Drop(string table, IEnumerable<string> names, ISqlGenerationHelper sql) =>
        names.Select(name => $"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {sql.DelimitIdentifier(name)};");

    private static string Elements(ExclusionSpec exclusion, ISqlGenerationHelper sql) => string.Join(
        ", ",
        exclusion.Equal.Select(column => $"{sql.DelimitIdentifier(column)} WITH =").Append(
            $"tstzrange({sql.DelimitIdentifier(exclusion.From)}, {sql.DelimitIdentifier(exclusion.To)}) WITH &&"));
}
