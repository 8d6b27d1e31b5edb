using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// Makes a large table smaller step by step, before it is dropped. A file system may need long to give up a large file, and commits wait
/// for the disk meanwhile.
/// </summary>
internal sealed class LargeTables(DbContext context)
{
    // 16 MB. VACUUM gives up no fewer than a thousand.
    private const int BlocksAtOnce = 2048;

    /// <param name="table">The table. No foreign key refers to it.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public async Task ShrinkAsync(string table, CancellationToken cancellationToken)
    {
        var size = await context.InTransactionAsync(
            () => context.Database.SqlQuery<long>(
                $"""SELECT pg_relation_size({table}::regclass) / current_setting('block_size')::int AS "Value" """)
                .SingleAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (size <= BlocksAtOnce)
            return;

        await context.ExecuteSchemaAsync(DropIndexes(table), cancellationToken).ConfigureAwait(false);
        for (var block = size - BlocksAtOnce; block > 0; block -= BlocksAtOnce)
        {
            await context.ExecuteSchemaAsync($"DELETE FROM {table} WHERE ctid >= '({block},0)'", cancellationToken).ConfigureAwait(false);
            await context.ExecuteSchemaAsync($"VACUUM {table}", cancellationToken).ConfigureAwait(false);
        }
    }

    // Without them VACUUM need not read the table twice.
    private static string DropIndexes(string table) =>
        $"""
        DO $shrink$
        DECLARE
            name text;
        BEGIN
            FOR name IN SELECT quote_ident(conname) FROM pg_constraint
                WHERE conrelid = {SqlNames.Literal(table)}::regclass AND contype IN ('p', 'u', 'x', 'f')
            LOOP
                EXECUTE format({SqlNames.Literal($"ALTER TABLE {SqlNames.EscapeFormat(table)} DROP CONSTRAINT %s")}, name);
            END LOOP;
            FOR name IN SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = {SqlNames.Literal(table)}::regclass LOOP
                EXECUTE format('DROP INDEX %s', name);
            END LOOP;
        END $shrink$
        """;
}
