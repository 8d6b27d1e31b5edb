using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Cleanup;

/// <summary>
/// Deletes and updates what a query selects, batch after batch, also of entities whose tables form a hierarchy, where ExecuteDelete
/// throws. The rows are not loaded, however many they are. Each batch is stored by itself.
/// </summary>
public static class BatchQueryExtensions
{
    internal const int UsualBatch = 10_000;

    /// <summary>
    /// Deletes the rows of a query, and what the database deletes with them: the tables of derived entities, and rows that belong to them.
    /// As with ExecuteDelete, the audit log has no entry of it.
    /// </summary>
    /// <param name="context">The context of the query.</param>
    /// <param name="rows">Selects them, of one tenant. Its order does not matter.</param>
    /// <param name="batch">How many are deleted at a time.</param>
    /// <param name="cancellationToken">Stops it. What is deleted stays deleted.</param>
    /// <returns>How many entities were deleted.</returns>
    /// <exception cref="MlOpsException">Other rows refer to one of them, or the tenant has a legal hold. They stay.</exception>
    public static Task<long> DeleteInBatchesAsync<TEntity>(
        this MlOpsDbContext context, IQueryable<TEntity> rows, int batch = UsualBatch, CancellationToken cancellationToken = default)
        where TEntity : Entity => context.DeleteInBatchesAsync(rows, batch, null, cancellationToken);

    /// <summary>Deletes them, and lets each batch store something with it.</summary>
    internal static Task<long> DeleteInBatchesAsync<TEntity>(
        this MlOpsDbContext context,
        IQueryable<TEntity> rows,
        int batch,
        Func<int, Task>? whenDeleted,
        CancellationToken cancellationToken)
        where TEntity : Entity
    {
        ArgumentNullException.ThrowIfNull(context);
        var table = KeyedTable.Of(
            context.Model.FindEntityType(typeof(TEntity))!.GetRootType(), context.GetService<ISqlGenerationHelper>());
        return RunAsync(
            context,
            rows,
            batch,
            async ids =>
            {
                // A hold may be placed while this goes on.
                await HeldRows.RequireNoneAsync(context, cancellationToken).ConfigureAwait(false);
                var deleted = await table.DeleteAsync(context, ids, cancellationToken).ConfigureAwait(false);
                if (whenDeleted is not null)
                    await whenDeleted(deleted).ConfigureAwait(false);

                return deleted;
            },
            cancellationToken);
    }

    /// <summary>Updates the rows of a query.</summary>
    /// <param name="context">The context of the query.</param>
    /// <param name="rows">Selects them. Its order does not matter.</param>
    /// <param name="setters">What to set, as for ExecuteUpdate: one for each table, since a statement updates one table alone.</param>
    /// <param name="batch">How many are updated at a time.</param>
    /// <param name="cancellationToken">Stops it. What is updated stays updated.</param>
    /// <returns>How many entities were updated.</returns>
    public static Task<long> UpdateInBatchesAsync<TEntity>(
        this MlOpsDbContext context,
        IQueryable<TEntity> rows,
        IReadOnlyList<Action<UpdateSettersBuilder<TEntity>>> setters,
        int batch = UsualBatch,
        CancellationToken cancellationToken = default)
        where TEntity : Entity
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(setters);
        return RunAsync(
            context,
            rows,
            batch,
            async ids =>
            {
                // Those that were selected, also if an earlier setter changes what the query asks for.
                var updated = 0;
                foreach (var set in setters)
                    updated = await context.Set<TEntity>().Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set, cancellationToken)
                        .ConfigureAwait(false);

                return updated;
            },
            cancellationToken);
    }

    private static async Task<long> RunAsync<TEntity>(
        MlOpsDbContext context,
        IQueryable<TEntity> rows,
        int batch,
        Func<Guid[], Task<int>> work,
        CancellationToken cancellationToken)
        where TEntity : Entity
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        using var unlimited = new NoCommandTimeout(context);
        var (all, last) = (0L, Guid.Empty);
        while (true)
        {
            // By id, so that a batch that an update selects as well is not read for ever.
            var (found, done) = await context.InTransactionAsync(
                async () =>
                {
                    var ids = await rows.Where(row => row.Id > last).OrderBy(row => row.Id).Select(row => row.Id).Take(batch)
                        .ToArrayAsync(cancellationToken).ConfigureAwait(false);
                    return (ids, ids.Length == 0 ? 0 : await work(ids).ConfigureAwait(false));
                },
                cancellationToken).ConfigureAwait(false);
            all += done;
            if (found.Length < batch)
                return all;

            last = found[^1];
        }
    }
}
