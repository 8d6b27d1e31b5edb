using MlOps.Domain;

namespace MlOps.Persistence.Ingestion;

/// <summary>Bulk writes of any entity of the model, also of those that an application declares itself.</summary>
public static class BulkExtensions
{
    /// <summary>
    /// Stores new entities, of one type or of several, by COPY: all or none. They are not tracked afterwards. Within a
    /// transaction of the context they are stored when it commits. Navigations are not followed: an entity in one must be
    /// stored already, or be among the entities.
    /// </summary>
    /// <returns>How many were stored.</returns>
    public static Task<long> BulkInsertAsync<TEntity>(
        this MlOpsDbContext context, IEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : Entity => BulkInsert.RunAsync(context, entities, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory and one transaction.</summary>
    /// <returns>How many were stored.</returns>
    public static Task<long> BulkInsertAsync<TEntity>(
        this MlOpsDbContext context, IAsyncEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : Entity => BulkInsert.RunAsync(context, entities, cancellationToken);

    /// <summary>
    /// Stores entities of one hierarchy of which some may be stored already: those are changed where they differ. All or none.
    /// Navigations are not followed, since what they lead to may be of another hierarchy.
    /// </summary>
    /// <returns>How many entities it was about.</returns>
    public static Task<long> BulkUpsertAsync<TEntity>(
        this MlOpsDbContext context, IEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : Entity => context.BulkUpsertAsync(entities.ToAsyncEnumerable(), cancellationToken);

    /// <inheritdoc cref="BulkUpsertAsync{TEntity}(MlOpsDbContext, IEnumerable{TEntity}, CancellationToken)"/>
    public static Task<long> BulkUpsertAsync<TEntity>(
        this MlOpsDbContext context, IAsyncEnumerable<TEntity> entities, CancellationToken cancellationToken = default)
        where TEntity : Entity => BulkUpsert.RunAsync(context, entities, cancellationToken);
}
