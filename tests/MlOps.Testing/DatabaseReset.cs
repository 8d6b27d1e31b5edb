using MlOps.Persistence;
using Npgsql;

namespace MlOps.Testing;

/// <summary>Empties the tables of a database that hold rows, and the materialized views that hold some.</summary>
internal sealed class DatabaseReset(NpgsqlDataSource dataSource)
{
    // Most tests fill few of the tables. To truncate all of them costs a new file for each of their indexes, and to truncate some means
    // to truncate all that refer to them. So rows are deleted, without the checks of foreign keys, which hold for no rows at all.
    // Only what has become large is truncated after all: a test that fills it would leave ever more dead rows.
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
