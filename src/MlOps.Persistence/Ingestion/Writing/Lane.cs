using System.Threading.Channels;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// A queue that stores its writes in their order, over one connection at a time. While few writes arrive it waits for a batch.
/// The writes that arrive while one batch is stored are the next batch, so that batches grow under load.
/// </summary>
internal sealed class Lane(PredictionWriterOptions options, TimeProvider clock) : IDisposable
{
    // Markers do not count as writes, so the queue has room for some of them beside the writes.
    private const int MaxMarkers = 64;

    private readonly SemaphoreSlim _markers = new(MaxMarkers);
    private readonly Channel<PendingWrite> _writes = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(options.Capacity + MaxMarkers) { SingleReader = true });

    private readonly List<PendingWrite> _batch = [];
    private readonly FlushMarker _end = new();
    private readonly OverdueCounter _overdue = new(options.QueuedTooLong, clock);

    private long _oldest;

    /// <summary>How long the oldest write has been on its way.</summary>
    public TimeSpan OldestAge => Volatile.Read(ref _oldest) is > 0 and var oldest ? clock.GetElapsedTime(oldest) : TimeSpan.Zero;

    /// <summary>How many writes have been on their way for too long.</summary>
    public long Overdue => _overdue.Count;

    /// <summary>Takes a write for which there is room; false if the lane is closed.</summary>
    public bool TryPost(in PendingWrite write)
    {
        if (!_writes.Writer.TryWrite(write))
            return false;

        _overdue.Add(write.AcceptedAt);
        return true;
    }

    /// <summary>Tells the lane that so many writes of its batch are stored.</summary>
    public void MarkStored(int count) => _overdue.Remove(count);

    public void Close() => _writes.Writer.TryComplete();

    /// <summary>Returns when everything that was posted before is stored.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _markers.WaitAsync(cancellationToken).ConfigureAwait(false);
        var marker = new FlushMarker();
        if (!_writes.Writer.TryWrite(new PendingWrite(marker, clock.GetTimestamp())))
        {
            // The lane is closed, so it is enough to wait for its end.
            _markers.Release();
            marker = _end;
        }

        await marker.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes batches on until the lane is closed and empty.</summary>
    public async Task RunAsync(Func<List<PendingWrite>, Task> store, CancellationToken cancellationToken)
    {
        FlushMarker? marker = null;
        try
        {
            while (await _writes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                marker = await CollectAsync(cancellationToken).ConfigureAwait(false);
                if (_batch.Count > 0)
                    await store(_batch).ConfigureAwait(false);

                _batch.Clear();
                Volatile.Write(ref _oldest, 0);
                marker?.TrySetResult();
            }

            _end.TrySetResult();
        }
        finally
        {
            marker?.GiveUp();
            _end.GiveUp();
        }
    }

    /// <summary>
    /// Takes the writes out of a lane that stopped before it was empty. Callers that wait for a flush get an error.
    /// </summary>
    public IReadOnlyList<PendingWrite> TakeRest()
    {
        List<PendingWrite> rest = [.. _batch];
        while (_writes.Reader.TryRead(out var write))
        {
            if (TakeMarker(write) is { } marker)
                marker.GiveUp();
            else
                rest.Add(write);
        }

        return rest;
    }

    public void Dispose() => _markers.Dispose();

    private async Task<FlushMarker?> CollectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_batch.Count < options.MaxBatchSize && _writes.Reader.TryRead(out var write))
            {
                if (TakeMarker(write) is { } marker)
                    return marker;

                if (_batch.Count == 0)
                    Volatile.Write(ref _oldest, write.AcceptedAt);

                _batch.Add(write);
            }

            if (_batch.Count >= options.BatchSize)
                return null;

            var rest = _batch.Count == 0 ? options.FlushInterval : options.FlushInterval - clock.GetElapsedTime(_batch[0].AcceptedAt);
            if (rest <= TimeSpan.Zero || !await WaitForMoreAsync(rest, cancellationToken).ConfigureAwait(false))
                return null;
        }
    }

    // A marker that leaves the queue makes room for another one, even if no caller waits for it any more.
    private FlushMarker? TakeMarker(in PendingWrite write)
    {
        if (write.Content is not FlushMarker marker)
            return null;

        _markers.Release();
        return marker;
    }

    private async Task<bool> WaitForMoreAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _writes.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
