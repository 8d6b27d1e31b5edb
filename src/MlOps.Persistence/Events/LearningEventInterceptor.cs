using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Events;

/// <summary>
/// Records each change that a context saves as a learning event. It stores the events of a save together, in the transaction
/// of the save, so that an event is stored exactly if its change is. Bulk writes are not recorded.
/// </summary>
/// <remarks>
/// Many contexts share an interceptor, and each of them has a recorder. EF calls the hooks without "Async" from SaveChanges, and
/// the caller of that waits on this thread anyway. COPY has no synchronous form here, so they wait too.
/// </remarks>
internal sealed class LearningEventInterceptor(TimeProvider clock) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, EventRecorder> _recorders = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        RecorderOf(eventData).PrepareAsync((MlOpsDbContext)eventData.Context!, CancellationToken.None).GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await RecorderOf(eventData).PrepareAsync((MlOpsDbContext)eventData.Context!, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        RecorderOf(eventData).ReleaseAsync().GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await RecorderOf(eventData).ReleaseAsync().ConfigureAwait(false);
        return result;
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => RecorderOf(eventData).UndoAsync().GetAwaiter().GetResult();

    public override Task SaveChangesFailedAsync(
        DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => RecorderOf(eventData).UndoAsync();

    public override void SaveChangesCanceled(DbContextEventData eventData) => RecorderOf(eventData).UndoAsync().GetAwaiter().GetResult();

    public override Task SaveChangesCanceledAsync(
        DbContextEventData eventData, CancellationToken cancellationToken = default) => RecorderOf(eventData).UndoAsync();

    InterceptionResult IDbTransactionInterceptor.TransactionCommitting(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        RecorderOf(eventData).StoreAsync((MlOpsDbContext)eventData.Context!, CancellationToken.None).GetAwaiter().GetResult();
        return result;
    }

    async ValueTask<InterceptionResult> IDbTransactionInterceptor.TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken)
    {
        await RecorderOf(eventData).StoreAsync((MlOpsDbContext)eventData.Context!, cancellationToken).ConfigureAwait(false);
        return result;
    }

    private EventRecorder RecorderOf(DbContextEventData eventData) =>
        _recorders.GetValue(eventData.Context!, _ => new EventRecorder(clock));
}
