using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Stores the writes of a batch, each of them once. It finds a row that the database refuses by halving the batch. That row
/// becomes a dead letter, and the others are stored.
/// </summary>
internal sealed class BatchStore(IServiceScopeFactory scopes, WriterCounters counters, TimeProvider clock)
{
    /// <param name="writes">The writes, in their order. Those that are settled are removed, even when it throws.</param>
    /// <param name="mayBeStored">Whether there was an earlier attempt with an unknown outcome.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task StoreAsync(List<PendingWrite> writes, bool mayBeStored, CancellationToken cancellationToken)
    {
        var settled = new HashSet<object>(ReferenceEqualityComparer.Instance);
        try
        {
            await StoreAsync(writes, mayBeStored, settled, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            writes.RemoveAll(write => settled.Contains(write.Content));
        }
    }

    private async Task StoreAsync(
        List<PendingWrite> writes, bool mayBeStored, HashSet<object> settled, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
            List<Entity> entities = [.. writes.Select(write => write.Content).OfType<Entity>()];
            if (entities.Count > 0)
            {
                mayBeStored |= writes.Any(write => write.IsReplayed);
                await StoreAsync(context, entities, mayBeStored, settled, cancellationToken).ConfigureAwait(false);
            }

            // After the predictions, which the labels may belong to.
            List<Label> labels = [.. writes.Select(write => write.Content).OfType<Label>()];
            if (labels.Count > 0)
                await RecordAsync(context, labels, settled, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(
        MlOpsDbContext context, List<Entity> rows, bool mayBeStored, HashSet<object> settled, CancellationToken cancellationToken)
    {
        try
        {
            var fresh = mayBeStored ? await StoredRows.ExceptAsync(context, rows, cancellationToken).ConfigureAwait(false) : rows;
            await BulkInsert.RunAsync(context, fresh, cancellationToken).ConfigureAwait(false);
            counters.Stored(fresh.Count);
            counters.Deduplicated(rows.Count - fresh.Count);
            settled.UnionWith(rows);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && !mayBeStored)
        {
            await StoreAsync(context, rows, mayBeStored: true, settled, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.IsOfTheRow(e))
        {
            if (rows.Count > 1)
            {
                var half = rows.Count / 2;
                await StoreAsync(context, rows[..half], mayBeStored, settled, cancellationToken).ConfigureAwait(false);
                await StoreAsync(context, rows[half..], mayBeStored, settled, cancellationToken).ConfigureAwait(false);
            }
            else if (DatabaseRefusal.IsDuplicate(e) && await IsStoredAsync(context, rows, cancellationToken).ConfigureAwait(false))
            {
                // Another writer stored it after the keys were looked up.
                counters.Deduplicated(1);
                settled.Add(rows[0]);
            }
            else
            {
                var (reason, sqlState) = (DatabaseRefusal.Describe(e), DatabaseRefusal.FindSqlState(e));
                await PutAsideAsync(context, rows[0], reason, sqlState, settled, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> IsStoredAsync(MlOpsDbContext context, List<Entity> row, CancellationToken cancellationToken) =>
        (await StoredRows.ExceptAsync(context, row, cancellationToken).ConfigureAwait(false)).Count == 0;

    private async Task RecordAsync(
        MlOpsDbContext context, List<Label> labels, HashSet<object> settled, CancellationToken cancellationToken)
    {
        var result = await BulkLabel.RunAsync(context, labels, cancellationToken).ConfigureAwait(false);
        counters.Stored(result.Recorded);
        counters.Deduplicated(labels.Count - result.Recorded - result.Refused.Count);
        settled.UnionWith(labels);
        settled.ExceptWith(result.Refused.Select(refusal => refusal.Label));
        foreach (var refusal in result.Refused)
            await PutAsideAsync(context, refusal.Label, refusal.Reason, null, settled, cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsideAsync(
        MlOpsDbContext context,
        object content,
        string reason,
        string? sqlState,
        HashSet<object> settled,
        CancellationToken cancellationToken)
    {
        if (await DeadLetterBox.PutAsync(context, content, reason, sqlState, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false))
            counters.DeadLettered(1);
        else
            counters.Deduplicated(1);

        settled.Add(content);
    }
}
