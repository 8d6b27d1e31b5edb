using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Repositories;

/// <summary>What repositories do where two writers may want the same at once.</summary>
internal static class ContendedWrite
{
    /// <summary>A query returns what is tracked as the context remembers it, which may be long ago: this reads it anew.</summary>
    public static Task RefreshAsync(this MlOpsDbContext context, object? entity, CancellationToken cancellationToken) =>
        entity is not null && context.Entry(entity) is { State: EntityState.Unchanged } entry
            ? entry.ReloadAsync(cancellationToken)
            : Task.CompletedTask;

    /// <summary>
    /// Saves, and reports a conflict if another writer was faster: he changed one of the entities, or took the one place that
    /// one of the indexes leaves.
    /// </summary>
    public static async Task SaveOrConflictAsync(
        this MlOpsDbContext context, IEnumerable<object> entities, string[] indexes, string conflict, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException e) when (IsLostRace(e, indexes))
        {
            // What lost the race must not be saved by the caller's next SaveChanges, nor be found in memory instead of read.
            context.Forget(entities);
            throw new MlOpsException(MlOpsError.Conflict, conflict, e);
        }
    }

    public static void Forget(this MlOpsDbContext context, IEnumerable<object> entities)
    {
        foreach (var stale in entities)
            context.Entry(stale).State = EntityState.Detached;
    }

    private static bool IsLostRace(DbUpdateException e, string[] indexes) =>
        e is DbUpdateConcurrencyException || (e.InnerException is PostgresException refusal && indexes.Contains(refusal.ConstraintName));
}
