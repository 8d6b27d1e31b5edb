using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Events;

/// <summary>
/// Records each change that a context saves as a learning event, all of a save by one COPY and in its transaction. What is
/// written in bulk passes no context and is not recorded.
/// </summary>
/// <remarks>One for each context.</remarks>
internal sealed class LearningEventInterceptor(TimeProvider clock) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private IReadOnlyList<LearningEvent> _waiting = [];

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

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => _waiting = [];

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        _waiting = [];
        return Task.CompletedTask;
    }

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
        _waiting = StateChange.FindAll(context, clock.GetUtcNow());
        if (_waiting.Count == 0)
            return;

        if (context.Database.CurrentTransaction is not null)
        {
            await StoreAsync(context, cancellationToken).ConfigureAwait(false);
            return;
        }

        // A save of a single row would go without a transaction.
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        await BulkInsert.EnsureSlicesAsync(context, _waiting, cancellationToken).ConfigureAwait(false);
    }

    private async Task StoreAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0)
            return;

        var events = _waiting;
        _waiting = [];
        await BulkInsert.RunAsync(context, events, cancellationToken).ConfigureAwait(false);
    }
}
