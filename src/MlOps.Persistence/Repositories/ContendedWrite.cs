using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Repositories;

/// <summary>Reads and saves where several writers may change the same thing at once.</summary>
internal static class ContendedWrite
{
    /// <summary>
    /// Reads an entity anew unless it has changes. A query returns a tracked entity as the context first read it, which
    /// may be long ago.
    /// </summary>
    public static Task RefreshAsync(this MlOpsDbContext context, object? entity, CancellationToken cancellationToken) =>
        entity is not null && context.Entry(entity) is { State: EntityState.Unchanged } entry
            ? entry.ReloadAsync(cancellationToken)
            : Task.CompletedTask;

    /// <summary>
    /// Saves the context. If another writer was faster, because it changed one of the entities or took the only place
    /// that one of the unique indexes allows, nothing is saved and the conflict is reported.
    /// </summary>
    public static async Task SaveOrConflictAsync(
        this MlOpsDbContext context,
        IEnumerable<object> entities,
        string[] indexes,
        string conflict,
        CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException e) when (IsLostRace(e, indexes))
        {
            // The caller's next SaveChanges must not store the losing changes, and the next query must not return them.
            context.Detach(entities);
            throw new MlOpsException(MlOpsError.Conflict, conflict, e);
        }
    }

    /// <summary>Stops tracking entities, with all changes that were not saved. The callers name principals first.</summary>
    public static void Detach(this MlOpsDbContext context, IEnumerable<object> entities)
    {
        // A dependent goes first: EF refuses to let go of a new principal that a tracked dependent requires.
        foreach (var entity in entities.Reverse())
            context.Entry(entity).State = EntityState.Detached;
    }

    /// <summary>
    /// Whether another writer was faster, because it changed one of the rows or took the only place that one of the unique indexes allows.
    /// </summary>
    public static bool IsLostRace(DbUpdateException e, string[] indexes) =>
        e is DbUpdateConcurrencyException
        || (e.InnerException is PostgresException refusal && ViolatedConstraint.IsOneOf(refusal, indexes));
}
