using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// What a drain creates for itself, and drops: also what one did not drop that was killed. Comments mark it. Nothing that is attached
/// is marked.
/// </summary>
internal sealed class DrainLeftovers(DbContext context)
{
    // What another role has put there is not dropped, and stops nobody.
    private const string Tables =
        """
        FROM pg_description JOIN pg_class c ON c.oid = objoid AND classoid = 'pg_class'::regclass AND objsubid = 0
        WHERE relkind = 'r' AND NOT relispartition AND pg_has_role(relowner, 'USAGE') AND description =
        """;

    private readonly LargeTables _large = new(context);

    /// <summary>The comment, as a literal.</summary>
    public static string MarkOf(SlicedAggregate aggregate) =>
        SqlNames.Literal($"MlOps is moving rows of {aggregate.Root} with this. If no process does so any more, the next one drops it.");

    public Task<bool> ExistAsync(SlicedAggregate aggregate, CancellationToken cancellationToken) => context.Database
        .SqlQueryRaw<bool>(SqlNames.EscapeBraces($"SELECT EXISTS (SELECT {Tables} {MarkOf(aggregate)}) AS \"Value\""))
        .SingleAsync(cancellationToken);

    /// <summary>Drops it. Only the process that has the turn may do so.</summary>
    public async Task DropAsync(SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        // No copy, to which others refer: what was a default partition.
        var tables = await context.InTransactionAsync(
            async () => await context.Database.SqlQueryRaw<string>(SqlNames.EscapeBraces(
                $"""
                SELECT c.oid::regclass::text AS "Value" {Tables} {MarkOf(aggregate)}
                AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE contype = 'f' AND confrelid = c.oid)
                """)).ToListAsync(cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        foreach (var table in tables)
            await _large.ShrinkAsync(table, cancellationToken).ConfigureAwait(false);

        await LockRetry.Pipeline.ExecuteAsync(
            async token => await context.InTransactionAsync(
                async () =>
                {
                    await aggregate.LockAsync(context, token).ConfigureAwait(false);
                    await context.ExecuteSchemaAsync(Drop(aggregate), token).ConfigureAwait(false);
                    return true;
                },
                token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the functions that record changes, and with each its trigger.</summary>
    public static string DropFunctions(SlicedAggregate aggregate) =>
        $"""
        DO $drain$
        DECLARE
            recorder regprocedure;
        BEGIN
            FOR recorder IN SELECT p.oid FROM pg_description JOIN pg_proc p ON p.oid = objoid AND classoid = 'pg_proc'::regclass
                WHERE pg_has_role(proowner, 'USAGE') AND description = {MarkOf(aggregate)}
            LOOP
                EXECUTE format('DROP FUNCTION %s CASCADE', recorder);
            END LOOP;
        END $drain$
        """;

    private static string Drop(SlicedAggregate aggregate) =>
        $"""
        {DropFunctions(aggregate)};
        DO $drain$
        DECLARE
            leftovers text := (SELECT string_agg(c.oid::regclass::text, ', ') {Tables} {MarkOf(aggregate)});
        BEGIN
            IF leftovers <> '' THEN
                EXECUTE format('DROP TABLE %s', leftovers);
            END IF;
        END $drain$
        """;
}
