using MlOps.Persistence;
using Npgsql;

namespace MlOps.Testing;

/// <summary>Empties the tables and the materialized views of a database that have rows.</summary>
internal sealed class DatabaseReset(NpgsqlDataSource dataSource)
{
    // Most tests fill few tables. TRUNCATE creates a new file for each index, and truncating some tables means truncating all tables that
    // refer to them. So rows are deleted, without the checks of foreign keys, which always hold if there are no rows. Only large
    // tables are truncated, since they would fill with dead rows.
    private const string Statement =
        $$"""
        DO $reset$
        DECLARE
            filled regclass;
            view regclass;
        BEGIN
            PERFORM set_config('session_replication_role', 'replica', true);
            FOR filled IN
                SELECT pg_class.oid FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE relkind = 'r' AND pg_relation_size(pg_class.oid) > 0
                    AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
                    AND relname NOT IN ('{{MlOpsDbContextOptionsExtensions.HistoryTable}}', '__EFMigrationsHistory')
            LOOP
                IF pg_relation_size(filled) > 8 * 1024 * 1024 AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = filled) THEN
                    EXECUTE format('TRUNCATE %s', filled);
                ELSE
                    EXECUTE format('DELETE FROM %s', filled);
                END IF;
            END LOOP;
            FOR view IN SELECT oid FROM pg_class WHERE relkind = 'm' AND pg_relation_size(oid) > 0 LOOP
                EXECUTE format('REFRESH MATERIALIZED VIEW %s', view);
            END LOOP;
        END $reset$
        """;

    public async Task RunAsync()
    {
        await using var command = dataSource.CreateCommand(Statement);
        await command.ExecuteNonQueryAsync();
    }
}
