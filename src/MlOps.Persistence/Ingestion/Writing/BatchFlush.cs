using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Stores a batch of a lane, however long it takes, and frees the places of its writes.</summary>
internal sealed class BatchFlush(
    BatchStore store, WriteJournal? journal, SemaphoreSlim room, WriterCounters counters, TimeProvider clock, ILogger logger)
{
    private static readonly ActivitySource Activities = new(WriterCounters.MeterName);

    private readonly ResiliencePipeline _retry = StoreRetry.Create(counters, logger, clock);

    /// <summary>Returns when the whole batch is stored. If it throws, the batch has only the writes that are not stored.</summary>
    public async Task RunAsync(Lane lane, List<PendingWrite> batch, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity("mlops.flush");
        activity?.SetTag("mlops.flush.size", batch.Count);
        var start = clock.GetTimestamp();
        var attempts = 0;
        List<PendingWrite> remaining = [.. batch];
        try
        {
            await _retry.ExecuteAsync(
                async token => await TryAsync(lane, remaining, mayBeStored: attempts++ > 0, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            batch.Clear();
            batch.AddRange(remaining);
            throw;
        }

        if (journal is not null)
            await journal.ReleaseAsync(batch).ConfigureAwait(false);

        counters.Flushed(batch.Count, clock.GetElapsedTime(start));
    }

    private async Task TryAsync(Lane lane, List<PendingWrite> remaining, bool mayBeStored, CancellationToken cancellationToken)
    {
        var before = remaining.Count;
        try
        {
            await store.StoreAsync(remaining, mayBeStored, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (before > remaining.Count)
                Settle(lane, before - remaining.Count);
        }
    }

    private void Settle(Lane lane, int count)
    {
        counters.Settled(count);
        lane.MarkStored(count);
        room.Release(count);
    }
}
