using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Events;

/// <summary>
/// Records each change that a context saves as a learning event, all of a save by one COPY and in its transaction: there is an
/// event exactly where the change is. What is written in bulk passes no context and is not recorded.
/// </summary>
/// <remarks>One for each context.</remarks>
internal sealed class LearningEventInterceptor(TimeProvider clock) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    // Of a save that brings its own transaction, until that commits.
    private IReadOnlyList<LearningEvent> _waiting = [];

    // Of a save in a transaction of the caller, until it is over.
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
        KeepAsync().GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await KeepAsync().ConfigureAwait(false);
        return result;
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => UndoAsync().GetAwaiter().GetResult();

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => UndoAsync();

    public override void SaveChangesCanceled(DbContextEventData eventData) => UndoAsync().GetAwaiter().GetResult();

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default) => UndoAsync();

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
        if (context.Database.CurrentTransaction is not null || context.Database.GetEnlistedTransaction() is not null || Transaction.Current is not null)
        {
            _stored = await EventSavepoint.StoreAsync(context, events, cancellationToken).ConfigureAwait(false);
            return;
        }

        // A save of a single row would go without a transaction.
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        await BulkInsert.EnsureSlicesAsync(context, events, cancellationToken).ConfigureAwait(false);
        // Not before, since a slice is made in a transaction that commits as well.
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

    private async Task KeepAsync()
    {
        _waiting = [];
        if (_stored is null)
            return;

        await _stored.KeepAsync().ConfigureAwait(false);
        _stored = null;
    }

    // EF tells interceptors of every failure but of rows that others changed first.
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
