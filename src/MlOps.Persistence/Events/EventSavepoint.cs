using System.Data;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Events;

/// <summary>
/// Events that are stored in a transaction of the caller, before the rows that they tell of: if the save fails, both are undone,
/// and the caller may go on. After the rows it would be too late, since what an event's failure undoes counts as saved by then.
/// </summary>
internal sealed class EventSavepoint(MlOpsDbContext context)
{
    private const string Name = "mlops_events";

    public static async Task<EventSavepoint> StoreAsync(
        MlOpsDbContext context, IReadOnlyList<LearningEvent> events, CancellationToken cancellationToken)
    {
        SavepointScope.RequireLiveTransaction(context);
        // Until the end of the save: a connection of an ambient transaction is told the tenant each time that it is opened, and
        // would forget it when that is undone.
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

    // Not to be cancelled: the rows count as saved.
    public async Task KeepAsync()
    {
        await context.Database.ExecuteSqlRawAsync($"RELEASE SAVEPOINT {Name}").ConfigureAwait(false);
        await context.Database.CloseConnectionAsync().ConfigureAwait(false);
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
            // The transaction is over, or can only be rolled back, events and all. What made the save fail is to be told.
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
