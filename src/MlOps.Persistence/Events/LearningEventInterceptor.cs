using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Events;

/// <summary>
/// Records each change that a context saves as a learning event. It stores the events of a save with one COPY, in the transaction
/// of the save, so that an event is stored exactly if its change is. Bulk writes are not recorded.
/// </summary>
/// <remarks>Each context has an interceptor of its own.</remarks>
internal sealed class LearningEventInterceptor(TimeProvider clock) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    // The events of a save that begins a transaction, until it commits.
    private IReadOnlyList<LearningEvent> _waiting = [];

    // The events of a save in a transaction of the caller, until the save ends.
    private EventSavepoint? _stored;

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        PrepareAsync((MlOpsDbContext)eventData.Context!, CancellationToken.None).GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await PrepareAsync((MlOpsDbContext)eventData.Context!, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        ReleaseAsync().GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await ReleaseAsync().ConfigureAwait(false);
        return result;
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => UndoAsync().GetAwaiter().GetResult();

    public override Task SaveChangesFailedAsync(
        DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => UndoAsync();

    public override void SaveChangesCanceled(DbContextEventData eventData) => UndoAsync().GetAwaiter().GetResult();

    public override Task SaveChangesCanceledAsync(
        DbContextEventData eventData, CancellationToken cancellationToken = default) => UndoAsync();

    InterceptionResult IDbTransactionInterceptor.TransactionCommitting(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        StoreAsync((MlOpsDbContext)eventData.Context!, CancellationToken.None).GetAwaiter().GetResult();
        return result;
    }

    async ValueTask<InterceptionResult> IDbTransactionInterceptor.TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken)
    {
        await StoreAsync((MlOpsDbContext)eventData.Context!, cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task PrepareAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        _waiting = [];
        var events = StateChange.FindAll(context, clock.GetUtcNow());
        if (events.Count == 0)
            return;

        context.SaveChangesFailed -= Undo;
        context.SaveChangesFailed += Undo;
        if (context.Database.CurrentTransaction is not null
            || context.Database.GetEnlistedTransaction() is not null
            || Transaction.Current is not null)
        {
            _stored = await EventSavepoint.StoreAsync(context, events, cancellationToken).ConfigureAwait(false);
            return;
        }

        // EF would save a single row without a transaction.
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        await BulkInsert.EnsureSlicesAsync(context, events, cancellationToken).ConfigureAwait(false);
        // Only now: the transaction that makes a slice commits too, and would store the events.
        _waiting = events;
    }

    private async Task StoreAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0)
            return;

        var events = _waiting;
        _waiting = [];
        await BulkInsert.RunWithinAsync(context, events, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReleaseAsync()
    {
        _waiting = [];
        if (_stored is null)
            return;

        await _stored.ReleaseAsync().ConfigureAwait(false);
        _stored = null;
    }

    // EF does not call interceptors if the failure is a row that another writer changed first.
    private void Undo(object? sender, SaveChangesFailedEventArgs failure) => UndoAsync().GetAwaiter().GetResult();

    private async Task UndoAsync()
    {
        _waiting = [];
        var stored = _stored;
        _stored = null;
        if (stored is not null)
            await stored.UndoAsync().ConfigureAwait(false);
    }
}
