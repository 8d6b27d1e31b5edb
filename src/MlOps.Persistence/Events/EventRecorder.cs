using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Events;

/// <summary>The events of the save that a context is in.</summary>
internal sealed class EventRecorder(TimeProvider clock)
{
    // The events of a save that begins a transaction, until the save ends. If the transaction fails, a strategy may run it again.
    private IReadOnlyList<LearningEvent> _waiting = [];

    // The events of a save in a transaction of the caller, until the save ends.
    private EventSavepoint? _stored;

    public async Task PrepareAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        _waiting = [];
        var events = StateChange.FindAll(context, clock.GetUtcNow());
        if (events.Count == 0)
            return;

        context.SaveChangesFailed -= Undo;
        context.SaveChangesFailed += Undo;
        if (context.HasTransaction())
        {
            _stored = await EventSavepoint.StoreAsync(context, events, cancellationToken).ConfigureAwait(false);
            return;
        }

        // EF would save a single row without a transaction.
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        _waiting = events;
    }

    public async Task StoreAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0)
            await BulkInsert.RunWithinAsync(context, _waiting, cancellationToken).ConfigureAwait(false);
    }

    public async Task ReleaseAsync()
    {
        _waiting = [];
        if (_stored is null)
            return;

        var stored = _stored;
        _stored = null;
        await stored.ReleaseAsync().ConfigureAwait(false);
    }

    // EF does not call interceptors if the failure is a row that another writer changed first.
    private void Undo(object? sender, SaveChangesFailedEventArgs failure) => UndoAsync().GetAwaiter().GetResult();

    public async Task UndoAsync()
    {
        _waiting = [];
        var stored = _stored;
        _stored = null;
        if (stored is not null)
            await stored.UndoAsync().ConfigureAwait(false);
    }
}
