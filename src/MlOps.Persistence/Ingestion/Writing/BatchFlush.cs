using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Stores a batch of a lane, for as long as it takes, and makes room for others.</summary>
internal sealed class BatchFlush(
    BatchStore store, WriteJournal? journal, SemaphoreSlim room, WriterCounters counters, TimeProvider clock, ILogger logger)
{
    private static readonly ActivitySource Activities = new(WriterCounters.MeterName);

    private readonly ResiliencePipeline _retry = StoreRetry.Create(counters, logger, clock);

    /// <summary>Returns when all of the batch is stored. What is not when it throws is what the batch still has.</summary>
    public async Task RunAsync(Lane lane, List<PendingWrite> batch, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity("mlops.flush");
        activity?.SetTag("mlops.flush.size", batch.Count);
        var start = clock.GetTimestamp();
        var attempts = 0;
        List<PendingWrite> left = [.. batch];
        try
        {
            await _retry.ExecuteAsync(
                async token => await TryAsync(lane, left, mayBeStored: attempts++ > 0, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            batch.Clear();
            batch.AddRange(left);
            throw;
        }

        if (journal is not null)
            await journal.ReleaseAsync(batch).ConfigureAwait(false);

        counters.Flushed(batch.Count, clock.GetElapsedTime(start));
    }

    private async Task TryAsync(Lane lane, List<PendingWrite> left, bool mayBeStored, CancellationToken cancellationToken)
    {
        var before = left.Count;
        try
        {
            await store.StoreAsync(left, mayBeStored, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (before > left.Count)
                Settle(lane, before - left.Count);
        }
    }

    private void Settle(Lane lane, int count)
    {
        counters.Settled(count);
        lane.Left(count);
        room.Release(count);
    }
}
