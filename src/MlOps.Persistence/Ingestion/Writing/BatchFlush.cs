using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Stores the batches of a lane, however long it takes, and frees the places of their writes.</summary>
internal sealed class BatchFlush(
    Lane lane,
    BatchStore store,
    ResiliencePipeline retry,
    Backlog backlog,
    WriteJournal? journal,
    WriterCounters counters,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly ActivitySource Activities = new(WriterMeter.Name);

    // For how long a number of writes that took too long is not tried again.
    private static readonly TimeSpan CeilingTime = TimeSpan.FromMinutes(1);

    // How many writes one attempt stores. It shrinks while the server does not manage so many in the time that it has.
    private int _attemptSize = int.MaxValue;
    private int _ceiling = int.MaxValue;
    private long _ceilingSince;

    /// <summary>
    /// Stores the whole batch, however often it has to try. After that, or if it throws, the batch has only the writes that are not stored.
    /// </summary>
    /// <param name="batch">The writes.</param>
    /// <param name="isLast">Whether the lane ends with it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The writes that wait for a prediction which is not stored yet.</returns>
    public async Task<IReadOnlyList<QueuedWrite>> RunAsync(List<QueuedWrite> batch, bool isLast, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity("mlops.flush");
        activity?.SetTag("mlops.flush.size", batch.Count);
        var start = clock.GetTimestamp();
        var attempts = 0;
        List<QueuedWrite> remaining = [.. batch];
        List<QueuedWrite> early = [];
        try
        {
            await retry.ExecuteAsync(
                async token => await StoreAsync(remaining, early, attempts++ > 0, isLast, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            batch.Clear();
            batch.AddRange([.. remaining, .. early]);
            throw;
        }

        var (count, stored) = (batch.Count, WithoutEarly(batch, early));
        batch.Clear();
        batch.AddRange(early);
        if (journal is not null)
            await journal.ReleaseAsync(stored).ConfigureAwait(false);

        counters.Flushed(count, clock.GetElapsedTime(start));
        return early;
    }

    /// <summary>
    /// Shows why the lane has ended, and frees the places of what it has not stored, for which callers may wait. It takes nothing more.
    /// </summary>
    public void End(Exception cause)
    {
        lane.Fault = new WriterFault(WriterFailure.Ended(cause).Message, RefusalCause.Unknown);
        counters.Failed(lane.Fault.Reason, clock.GetUtcNow());
        backlog.Leave(lane.CountRest());
    }

    private static List<QueuedWrite> WithoutEarly(List<QueuedWrite> batch, List<QueuedWrite> early)
    {
        if (early.Count == 0)
            return [.. batch];

        var positions = early.Select(write => write.Append?.Position).ToHashSet();
        return batch.FindAll(write => !positions.Contains(write.Append?.Position));
    }

    private async Task StoreAsync(
        List<QueuedWrite> remaining, List<QueuedWrite> early, bool mayBeStored, bool isLast, CancellationToken cancellationToken)
    {
        while (remaining.Count > 0)
        {
            var size = Math.Min(remaining.Count, _attemptSize);
            try
            {
                await StoreAsync(remaining, size, early, mayBeStored, isLast, cancellationToken).ConfigureAwait(false);
                lane.Fault = null;
                Grow();
            }
            catch (Exception e) when (size > 1 && DatabaseRefusal.IsTimeout(e) && !cancellationToken.IsCancellationRequested)
            {
                (_attemptSize, _ceiling, _ceilingSince) = (size / 2, size - 1, clock.GetTimestamp());
                mayBeStored = true;
                counters.Retried();
                WriterLog.Halving(logger, size, _attemptSize, DatabaseRefusal.Describe(e));
            }
            catch (Exception e)
            {
                lane.Fault = new WriterFault(DatabaseRefusal.Describe(e), DatabaseRefusal.FindCause(e));
                counters.Failed(lane.Fault.Reason, clock.GetUtcNow());
                throw;
            }
        }
    }

    private void Grow()
    {
        if (clock.GetElapsedTime(_ceilingSince) > CeilingTime)
            _ceiling = int.MaxValue;

        _attemptSize = (int)Math.Max(_attemptSize, Math.Min(2L * _attemptSize, _ceiling * 3L / 4));
    }

    private async Task StoreAsync(
        List<QueuedWrite> remaining,
        int size,
        List<QueuedWrite> early,
        bool mayBeStored,
        bool isLast,
        CancellationToken cancellationToken)
    {
        var part = remaining.GetRange(0, size);
        var earlyBefore = early.Count;
        try
        {
            await store.StoreAsync(part, early, mayBeStored, lane.AreManyEarly, isLast, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            remaining.RemoveRange(0, size);
            remaining.InsertRange(0, part);
            var settled = size - part.Count - (early.Count - earlyBefore);
            lane.MarkStored(settled);
            if (settled > 0)
                backlog.Leave(settled);
        }
    }
}
