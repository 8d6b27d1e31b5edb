using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Adds the CHECK of the default partition to a database that was migrated before there was one.</summary>
internal sealed class DefaultCheck(DbContext context)
{
    public async Task EnsureAsync(SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        if (aggregate.Tables[0].TimeColumn is not null)
            await LockRetry.Pipeline.ExecuteAsync(
                async token => await context.InTransactionAsync(() => AddAsync(aggregate, token), token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops it from a copy of the default partition, if rows from before may break it: these are written anew there.</summary>
    public static string DropUnlessValid(SlicedTable root, string copy) =>
        $"""
        DO $check$ BEGIN
            IF EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = {SqlNames.Literal(root.Default)}::regclass
                AND conname = {SqlNames.Literal(root.CheckName)} AND NOT convalidated)
            THEN
                ALTER TABLE {copy} DROP CONSTRAINT {SqlNames.Quote(root.CheckName)};
            END IF;
        END $check$
        """;

    /// <summary>Adds it within the transaction of the caller, if it is not there.</summary>
    public async Task<bool> AddAsync(SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        var root = aggregate.Tables[0];
        if (await ExistsAsync(root, cancellationToken).ConfigureAwait(false))
            return false;

        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
        // Another process may have added it meanwhile.
        if (await ExistsAsync(root, cancellationToken).ConfigureAwait(false))
            return false;

        await context.ExecuteSchemaAsync(root.AddDefaultCheck(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private Task<bool> ExistsAsync(SlicedTable root, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<bool>(
            $"""
            SELECT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = {root.Default}::regclass AND conname = {root.CheckName}) AS "Value"
            """).SingleAsync(cancellationToken);
}
