using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Bulk writes of any class that a context maps. The context can be any that
/// <see cref="MlOpsDbContextOptionsExtensions.UseMlOps"/> configured: its model says which tenant and which slice a row belongs to.
/// </summary>
public static class BulkExtensions
{
    /// <summary>
    /// Stores new entities, of one type or of several, by COPY or, if they are few, in one round trip: all or none. They are not
    /// tracked afterwards. Within a transaction of the context they are stored when it commits. Navigations are not followed: an
    /// entity in one must be stored already, or be among the entities.
    /// </summary>
    /// <returns>How many were stored.</returns>
    public static Task<long> BulkInsertAsync<TEntity>(
        this DbContext context, IEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : class => BulkInsert.RunAsync(context, entities, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory and one transaction.</summary>
    /// <returns>How many were stored.</returns>
    public static Task<long> BulkInsertAsync<TEntity>(
        this DbContext context, IAsyncEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : class => BulkInsert.RunAsync(context, entities, cancellationToken);

    /// <summary>
    /// Stores entities of one hierarchy of which some may be stored already: those are changed where they differ. All or none.
    /// Navigations are not followed, since what they lead to may be of another hierarchy.
    /// </summary>
    /// <returns>How many entities were given, each key counted once.</returns>
    public static Task<long> BulkUpsertAsync<TEntity>(
        this DbContext context, IEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(entities);
        return context.BulkUpsertAsync(entities.ToAsyncEnumerable(), cancellationToken);
    }

    /// <inheritdoc cref="BulkUpsertAsync{TEntity}(DbContext, IEnumerable{TEntity}, CancellationToken)"/>
    public static Task<long> BulkUpsertAsync<TEntity>(
        this DbContext context, IAsyncEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : class => BulkUpsert.RunAsync(context, entities, cancellationToken);
}
