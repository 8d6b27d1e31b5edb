namespace MlOps.Persistence.Postgres.Indexes;

/// <summary>Statements about indexes of tables that are in use.</summary>
internal static class IndexSql
{
    /// <summary>
    /// A concurrent build that was killed leaves an INVALID index of the name, on which the next try would stumble.
    /// Dropping it holds a lock for a moment only.
    /// </summary>
    public static string DropInvalid(string index) =>
        $"""
        DO $index$
        BEGIN
            IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass({SqlNames.Literal(index)}) AND NOT indisvalid) THEN
                DROP INDEX {index};
            END IF;
        END $index$;
        """;
}
