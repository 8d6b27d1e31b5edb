namespace MlOps.Postgres.Ddl;

/// <summary>Statements about indexes of tables that are in use.</summary>
internal static class IndexSql
{
    private const string Setting = "ef_migrations.lock_timeout";

    /// <summary>Limits waits for locks again as before <see cref="Prepare"/>, if that was in the same session.</summary>
    public const string LimitWaits =
        $"""
        DO $index$
        BEGIN
            PERFORM set_config('lock_timeout', COALESCE(NULLIF(current_setting('{Setting}', true), ''), current_setting('lock_timeout')), false);
        END $index$;
        """;

    /// <summary>
    /// A concurrent build that was killed leaves an INVALID index of the name, on which the next try would stumble.
    /// Dropping it holds a lock for a moment only. Something else of the name is not ours: CREATE INDEX IF NOT EXISTS would take
    /// it for the index and build none. The build itself waits for all transactions that are under way, and blocks none of them:
    /// a limit for locks would let it begin anew, again and again.
    /// </summary>
    /// <param name="index">The index, quoted where it needs to be, with its schema if it has one.</param>
    /// <param name="name">Its name alone, without quotes.</param>
    /// <param name="table">Its table, quoted where it needs to be.</param>
    public static string Prepare(string index, string name, string table) =>
        $"""
        DO $index$
        BEGIN
            IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass({SqlNames.Literal(index)}) AND indrelid = to_regclass({SqlNames.Literal(table)}) AND NOT indisvalid) THEN
                DROP INDEX {index};
            END IF;
            IF EXISTS (SELECT 1 FROM pg_class other JOIN pg_class owner ON owner.relnamespace = other.relnamespace
                WHERE owner.oid = to_regclass({SqlNames.Literal(table)}) AND other.relname = {SqlNames.Literal(name)}
                    AND NOT EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = other.oid AND indrelid = owner.oid)) THEN
                RAISE duplicate_table USING MESSAGE = {SqlNames.Literal($"The index {name} of {table} cannot be built: the schema has something else of that name. Rename that, or the index by HasDatabaseName.")};
            END IF;
            PERFORM set_config('{Setting}', current_setting('lock_timeout'), false), set_config('lock_timeout', '0', false);
        END $index$;
        """;
}
