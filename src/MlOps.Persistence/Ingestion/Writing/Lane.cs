using System.Threading.Channels;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// A queue that is stored over one connection at a time, in its order. Waits for a batch while little comes in; what has
/// come in while one is being stored is the next one, so that batches grow under load.
/// </summary>
internal sealed class Lane(PredictionWriterOptions options, TimeProvider clock) : IDisposable
{
    // They are not counted as writes, so there is room for some beside those.
    private const int MaxMarkers = 64;

    private readonly SemaphoreSlim _markers = new(MaxMarkers);
    private readonly Channel<PendingWrite> _writes = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(options.Capacity + MaxMarkers) { SingleReader = true });

    private readonly List<PendingWrite> _batch = [];
    private readonly FlushMarker _end = new();
    private readonly LateWrites _late = new(options.QueuedTooLong, clock);

    private long _oldest;

    /// <summary>How long the oldest write is on its way here.</summary>
    public TimeSpan OldestAge => Volatile.Read(ref _oldest) is > 0 and var oldest ? clock.GetElapsedTime(oldest) : TimeSpan.Zero;

    /// <summary>How many writes are on their way here for too long.</summary>
    public long Late => _late.Count;

    /// <summary>Takes a write for which there is room; false if the lane is closed.</summary>
    public bool TryPost(in PendingWrite write)
    {
        if (!_writes.Writer.TryWrite(write))
            return false;

        _late.Came(write.AcceptedAt);
        return true;
    }

    /// <summary>So many writes of the batch are stored.</summary>
    public void Left(int count) => _late.Left(count);

    public void Close() => _writes.Writer.TryComplete();

    /// <summary>Returns when everything that was posted before is stored.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _markers.WaitAsync(cancellationToken).ConfigureAwait(false);
        var marker = new FlushMarker();
        if (!_writes.Writer.TryWrite(new PendingWrite(marker, clock.GetTimestamp())))
        {
            // The lane is closed, and its end is what was to be marked.
            _markers.Release();
            marker = _end;
        }

        await marker.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands over batches until the lane is closed and empty.</summary>
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

    /// <summary>What is left when the lane was stopped before it was empty. Who waits for a flush is told.</summary>
    public IReadOnlyList<PendingWrite> TakeRest()
    {
        List<PendingWrite> rest = [.. _batch];
        while (_writes.Reader.TryRead(out var write))
        {
            if (Marker(write) is { } marker)
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
                if (Marker(write) is { } marker)
                    return marker;

                if (_batch.Count == 0)
                    Volatile.Write(ref _oldest, write.AcceptedAt);

                _batch.Add(write);
            }

            if (_batch.Count >= options.BatchSize)
                return null;

            var left = _batch.Count == 0 ? options.FlushInterval : options.FlushInterval - clock.GetElapsedTime(_batch[0].AcceptedAt);
            if (left <= TimeSpan.Zero || !await MoreWithinAsync(left, cancellationToken).ConfigureAwait(false))
                return null;
        }
    }

    // Its place is free now, also if nobody waits for it any more.
    private FlushMarker? Marker(in PendingWrite write)
    {
        if (write.Content is not FlushMarker marker)
            return null;

        _markers.Release();
        return marker;
    }

    private async Task<bool> MoreWithinAsync(TimeSpan time, CancellationToken cancellationToken)
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
