using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// One attempt to store writes. A row that the database refuses becomes a dead letter, and the others are stored.
/// </summary>
/// <param name="context">The context.</param>
/// <param name="counters">Count what becomes of the writes.</param>
/// <param name="clock">Tells when a dead letter was made.</param>
/// <param name="commit">Commits as the journal demands.</param>
/// <param name="mayBeStored">Whether there was an earlier attempt with an unknown outcome.</param>
/// <param name="mayWait">Whether what is about a prediction may wait until that is stored.</param>
internal sealed class StoreAttempt(
    MlOpsDbContext context,
    WriterCounters counters,
    TimeProvider clock,
    DurableCommit commit,
    bool mayBeStored,
    Func<object, bool> mayWait)
{
    // An error without a known cause is a fault of the program, not of the rows, if it meets so many rows and spares none.
    private const int Samples = 8;

    private readonly HashSet<object> _settled = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _early = new(ReferenceEqualityComparer.Instance);
    private bool _mayBeStored = mayBeStored;
    private bool _isSampled;

    /// <summary>Whether a write is stored, or is a dead letter.</summary>
    public bool HasSettled(Write write) => _settled.Contains(write.Content);

    /// <summary>Whether a write waits for its prediction.</summary>
    public bool IsEarly(Write write) => _early.Contains(write.Content);

    /// <summary>Stores entities, and finds those that the database refuses.</summary>
    public Task StoreAsync(IReadOnlyList<Entity> entities, CancellationToken cancellationToken) => entities.Count == 0
        ? Task.CompletedTask
        : Bisection.RunAsync(
            entities,
            rows => InsertAsync(rows, cancellationToken),
            e => DatabaseRefusal.FindCause(e) is RefusalCause.Row or RefusalCause.Unknown,
            (row, e) => RefuseAsync(row, e, cancellationToken));

    public async Task StoreAsync(IReadOnlyList<Label> labels, CancellationToken cancellationToken)
    {
        if (labels.Count == 0)
            return;

        var result = await commit.RunAsync(
            context, () => BulkLabel.RunAsync(context, labels, cancellationToken), cancellationToken).ConfigureAwait(false);
        counters.Stored(result.Recorded);
        counters.Deduplicated(labels.Count - result.Recorded - result.Refused.Count);
        _settled.UnionWith(labels);
        _settled.ExceptWith(result.Refused.Select(refusal => refusal.Label));
        _early.UnionWith(result.Refused.Where(refusal => refusal.IsEarly && mayWait(refusal.Label)).Select(refusal => refusal.Label));
        foreach (var refusal in result.Refused.Where(refusal => !_early.Contains(refusal.Label)))
            await PutAsideAsync(Write.Of(refusal.Label, context.TenantId), refusal.Reason, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task InsertAsync(IReadOnlyList<Entity> rows, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Entity> remaining = [.. rows.Where(row => !_settled.Contains(row))];
            var fresh = _mayBeStored
                ? await StoredRows.ExceptAsync(context, remaining, cancellationToken).ConfigureAwait(false)
                : remaining;
            await commit.RunAsync(context, () => BulkInsert.RunAsync(context, fresh, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            counters.Stored(fresh.Count);
            counters.Deduplicated(remaining.Count - fresh.Count);
            _settled.UnionWith(remaining);
        }
        catch (Exception e) when (DatabaseRefusal.IsDuplicate(e) && !_mayBeStored)
        {
            _mayBeStored = true;
            await InsertAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (rows.Count >= Samples && !_isSampled && DatabaseRefusal.FindCause(e) == RefusalCause.Unknown)
        {
            _isSampled = true;
            await RequireHealthySampleAsync(rows, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    // Samples from all over the batch, because a caller may have written its bad rows one after the other.
    private async Task RequireHealthySampleAsync(IReadOnlyList<Entity> rows, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        for (var i = 0; i < Samples; i++)
        {
            try
            {
                await InsertAsync([rows[i * (rows.Count - 1) / (Samples - 1)]], cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (DatabaseRefusal.FindCause(e) == RefusalCause.Unknown)
            {
                failure = e;
            }
            catch (Exception e) when (DatabaseRefusal.FindCause(e) == RefusalCause.Row)
            {
                return;
            }
        }

        throw WriterFailure.NothingCanBeWritten(Samples, failure!);
    }

    private async Task RefuseAsync(Entity row, Exception exception, CancellationToken cancellationToken)
    {
        if (DatabaseRefusal.IsDuplicate(exception)
            && (await StoredRows.ExceptAsync<Entity>(context, [row], cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            // Another writer stored it after the keys were looked up.
            counters.Deduplicated(1);
            _settled.Add(row);
            return;
        }

        if (Write.Of(row).IsAboutPrediction && DatabaseRefusal.IsOrphan(exception) && mayWait(row))
        {
            _early.Add(row);
            return;
        }

        var (reason, sqlState) = (DatabaseRefusal.Describe(exception), DatabaseRefusal.FindSqlState(exception));
        await PutAsideAsync(Write.Of(row), reason, sqlState, cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsideAsync(Write write, string reason, string? sqlState, CancellationToken cancellationToken)
    {
        var isNew = await commit.RunAsync(
            context,
            () => context.InTransactionAsync(
                () => DeadLetterBox.PutAsync(context, write, reason, sqlState, clock.GetUtcNow(), cancellationToken), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (isNew)
            counters.DeadLettered(1);
        else
            counters.Deduplicated(1);

        _settled.Add(write.Content);
    }
}
