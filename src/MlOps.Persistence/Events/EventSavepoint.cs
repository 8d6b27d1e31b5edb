using System.Data;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Events;

/// <summary>
/// Stores events in a transaction of the caller, before the rows that they describe. If the save fails, both are undone, and the
/// caller can continue. To store them after the rows would be too late: EF counts these as saved by then, and cannot undo them.
/// </summary>
internal sealed class EventSavepoint(MlOpsDbContext context)
{
    private const string Name = "mlops_events";

    public static async Task<EventSavepoint> StoreAsync(
        MlOpsDbContext context, IReadOnlyList<LearningEvent> events, CancellationToken cancellationToken)
    {
        context.RequireLiveTransaction();
        // Open until the save ends. A connection of an ambient transaction gets its tenant each time that it is opened, and would
        // lose it when the savepoint is undone.
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var savepoint = new EventSavepoint(context);
        try
        {
            await context.Database.ExecuteSqlRawAsync($"SAVEPOINT {Name}", cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
            throw;
        }

        try
        {
            await BulkInsert.RunWithinAsync(context, events, cancellationToken).ConfigureAwait(false);
            return savepoint;
        }
        catch
        {
            await savepoint.UndoAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Cannot be cancelled, because the rows count as saved.
    public async Task ReleaseAsync()
    {
        try
        {
            await context.Database.ExecuteSqlRawAsync($"RELEASE SAVEPOINT {Name}").ConfigureAwait(false);
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    public async Task UndoAsync()
    {
        try
        {
            if (context.Database.GetDbConnection() is NpgsqlConnection { FullState: ConnectionState.Open })
                await context.Database.ExecuteSqlRawAsync($"ROLLBACK TO SAVEPOINT {Name}; RELEASE SAVEPOINT {Name}").ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The transaction has ended, or can only be rolled back with its events. The caller gets the error of the save instead.
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
