using Npgsql;

namespace MlOps.Testing;

/// <summary>Empties the tables and the materialized views of a database that have rows.</summary>
internal sealed class DeletionReset(NpgsqlDataSource dataSource) : DatabaseReset
{
    // Most tests fill few tables. TRUNCATE creates a new file for each index, and truncating some tables means truncating all tables that
    // refer to them. So rows are deleted, without the checks of foreign keys, which always hold if there are no rows. Only large
    // tables are truncated, since they would fill with dead rows. Only superusers can leave out checks, and ask for the size of a file
    // without opening the table, which is slow for hundreds of them. Another owner truncates.
    private static readonly string Statement =
        $$"""
        DO $reset$
        DECLARE
            is_superuser boolean := current_setting('is_superuser') = 'on';
            filled regclass;
            all_filled text;
        BEGIN
            IF is_superuser THEN
                PERFORM set_config('session_replication_role', 'replica', true);
            END IF;
            FOR filled IN
                SELECT pg_class.oid FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE relkind = 'r' AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
                    AND relname NOT IN ({{ResetSql.IgnoredTables}})
                    AND CASE WHEN is_superuser THEN (pg_stat_file(pg_relation_filepath(pg_class.oid), true)).size
                        ELSE pg_relation_size(pg_class.oid) END > 0
            LOOP
                IF NOT is_superuser THEN
                    all_filled := concat_ws(', ', all_filled, filled);
                ELSIF pg_relation_size(filled) > 8 * 1024 * 1024 AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = filled) THEN
                    EXECUTE format('TRUNCATE %s', filled);
                ELSE
                    EXECUTE format('DELETE FROM %s', filled);
                END IF;
            END LOOP;
            IF all_filled IS NOT NULL THEN
                EXECUTE format('TRUNCATE %s CASCADE', all_filled);
            END IF;
        END $reset$;
        {{ResetSql.RefreshFilledViews}}
        """;

    private protected override async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
