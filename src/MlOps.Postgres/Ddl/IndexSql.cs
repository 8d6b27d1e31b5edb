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
    /// Dropping it holds a lock for a moment only. The build itself waits for all transactions that are under way, and keeps
    /// nobody waiting: a limit for locks would let it begin anew, again and again.
    /// </summary>
    public static string Prepare(string index) =>
        $"""
        DO $index$
        BEGIN
            IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass({SqlNames.Literal(index)}) AND NOT indisvalid) THEN
                DROP INDEX {index};
            END IF;
            PERFORM set_config('{Setting}', current_setting('lock_timeout'), false), set_config('lock_timeout', '0', false);
        END $index$;
        """;
}
