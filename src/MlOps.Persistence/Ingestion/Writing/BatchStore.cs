using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Stores what a batch holds, each write once. A row that the database refuses is found by halving and becomes a dead
/// letter; its neighbours are stored.
/// </summary>
internal sealed class BatchStore(IServiceScopeFactory scopes, WriterCounters counters, TimeProvider clock)
{
    /// <param name="writes">The writes, in their order.</param>
    /// <param name="mayBeStored">Whether an attempt came before, whose outcome is not known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task StoreAsync(IReadOnlyList<PendingWrite> writes, bool mayBeStored, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
            List<Entity> entities = [.. writes.Select(write => write.Content).OfType<Entity>()];
            if (entities.Count > 0)
            {
                await StoreAsync(context, entities, mayBeStored || writes.Any(write => write.IsReplayed), cancellationToken)
                    .ConfigureAwait(false);
            }

            // After the predictions, which they may be about.
            List<Label> labels = [.. writes.Select(write => write.Content).OfType<Label>()];
            if (labels.Count > 0)
                await RecordAsync(context, labels, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(
        MlOpsDbContext context, List<Entity> rows, bool mayBeStored, CancellationToken cancellationToken)
    {
        try
        {
            var fresh = mayBeStored ? await StoredRows.ExceptAsync(context, rows, cancellationToken).ConfigureAwait(false) : rows;
            await BulkInsert.RunAsync(context, fresh, cancellationToken).ConfigureAwait(false);
            counters.Stored(fresh.Count);
            counters.Deduplicated(rows.Count - fresh.Count);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && !mayBeStored)
        {
            await StoreAsync(context, rows, mayBeStored: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.IsOfTheRow(e))
        {
            if (rows.Count > 1)
            {
                var half = rows.Count / 2;
                await StoreAsync(context, rows[..half], mayBeStored, cancellationToken).ConfigureAwait(false);
                await StoreAsync(context, rows[half..], mayBeStored, cancellationToken).ConfigureAwait(false);
            }
            else if (DatabaseRefusal.IsDuplicate(e) && await IsStoredAsync(context, rows, cancellationToken).ConfigureAwait(false))
            {
                // Another writer was faster, after the keys were looked up.
                counters.Deduplicated(1);
            }
            else
            {
                await GiveUpAsync(context, rows[0], DatabaseRefusal.Describe(e), DatabaseRefusal.StateOf(e), cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> IsStoredAsync(MlOpsDbContext context, List<Entity> row, CancellationToken cancellationToken) =>
        (await StoredRows.ExceptAsync(context, row, cancellationToken).ConfigureAwait(false)).Count == 0;

    private async Task RecordAsync(MlOpsDbContext context, List<Label> labels, CancellationToken cancellationToken)
    {
        var result = await BulkLabel.RunAsync(context, labels, cancellationToken).ConfigureAwait(false);
        foreach (var refusal in result.Refused)
            await GiveUpAsync(context, refusal.Label, refusal.Reason, null, cancellationToken).ConfigureAwait(false);

        counters.Stored(result.Recorded);
        counters.Deduplicated(labels.Count - result.Recorded - result.Refused.Count);
    }

    private async Task GiveUpAsync(
        MlOpsDbContext context, object content, string reason, string? sqlState, CancellationToken cancellationToken)
    {
        if (await DeadLetterBox.PutAsync(context, content, reason, sqlState, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false))
            counters.DeadLettered(1);
        else
            counters.Deduplicated(1);
    }
}
