using System.Threading.Channels;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// A queue that stores its writes in their order, over one connection at a time. While few writes arrive it waits for a batch.
/// The writes that arrive while one batch is stored are the next batch, so that batches grow under load.
/// </summary>
internal sealed class Lane(PredictionWriterOptions options, TimeProvider clock)
{
    // The backlog has a place for each write, so that there is always room here.
    private readonly Channel<QueuedWrite> _writes =
        Channel.CreateBounded<QueuedWrite>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });

    private readonly LaneProgress _progress = new();
    private readonly OverdueCounter _overdue = new(options.QueuedTooLong, clock);
    private readonly Lock _pauseGate = new();
    private readonly List<QueuedWrite> _batch = [];
    private readonly EarlyWrites _early = new(options.WaitForPrediction, clock);
    private CancellationTokenSource? _pause;
    private long _oldest;
    private bool _isClosed;

    /// <summary>How long the oldest write has been on its way.</summary>
    public TimeSpan OldestAge => Volatile.Read(ref _oldest) is > 0 and var oldest ? clock.GetElapsedTime(oldest) : TimeSpan.Zero;

    /// <summary>
    /// Whether the writes that wait for their prediction have a quarter of all places. Labels of nothing must not keep out predictions.
    /// </summary>
    public bool AreManyEarly => _early.Count >= options.Capacity / options.Lanes / 4;

    /// <summary>Why the last attempt to store some of its writes failed; null if it succeeded.</summary>
    public WriterFault? Fault { get; set; }

    /// <summary>Whether it takes no more writes.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>How many writes have been on their way for too long.</summary>
    public long Overdue => _overdue.Count(_progress.Taken);

    /// <summary>How many writes it has taken so far.</summary>
    public long Taken => _progress.Taken;

    /// <summary>Takes a write that has a place; false if the lane is closed.</summary>
    public bool TryPost(in QueuedWrite write)
    {
        var before = _progress.Take();
        if (!_writes.Writer.TryWrite(write))
        {
            _progress.Untake();
            return false;
        }

        _overdue.Add(write.AcceptedAt, before);
        return true;
    }

    /// <summary>Tells the lane that so many writes of its batch are stored, though others of it may not be.</summary>
    public void MarkStored(int count) => _overdue.Remove(count);

    public void Close()
    {
        Volatile.Write(ref _isClosed, true);
        _writes.Writer.TryComplete();
    }

    /// <summary>
    /// Returns when everything that was posted before is stored, or waits for its prediction. The lane waits for no larger batch meanwhile.
    /// </summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        var finished = _progress.WhenFinished();
        lock (_pauseGate)
            _pause?.Cancel();

        return finished.WaitAsync(cancellationToken);
    }

    /// <summary>Passes batches on until the lane is closed and empty. What it throws ends the lane.</summary>
    /// <param name="store">Stores a batch, the last one or not, and returns the writes that wait for their prediction.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(
        Func<List<QueuedWrite>, bool, Task<IReadOnlyList<QueuedWrite>>> store, CancellationToken cancellationToken)
    {
        try
        {
            while (await WaitForWorkAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_writes.Reader.TryPeek(out _))
                    await CollectAsync(cancellationToken).ConfigureAwait(false);

                var again = _early.TakeInto(_batch);
                var count = _batch.Count;
                if (count == 0)
                    continue;

                _early.Add(await store(_batch, false).ConfigureAwait(false));
                _batch.Clear();
                Volatile.Write(ref _oldest, 0);
                _progress.Finish(count - again);
            }

            if (_early.TakeAll(_batch) > 0)
            {
                var rest = await store(_batch, true).ConfigureAwait(false);
                _batch.Clear();
                _batch.AddRange(rest);
            }

            _progress.End(null);
        }
        catch (Exception e)
        {
            Close();
            _progress.End(cancellationToken.IsCancellationRequested ? WriterFailure.StoppedBeforeEnd() : WriterFailure.Ended(e));
            throw;
        }
    }

    /// <summary>How many writes a lane that stopped has not stored.</summary>
    public int CountRest() => _batch.Count + _early.Count + _writes.Reader.Count;

    /// <summary>
    /// Takes the writes out of a lane that stopped before it was empty. Callers that wait for a flush get an error.
    /// </summary>
    public IReadOnlyList<QueuedWrite> TakeRest()
    {
        _early.TakeAll(_batch);
        List<QueuedWrite> rest = [.. _batch];
        _batch.Clear();
        while (_writes.Reader.TryRead(out var write))
            rest.Add(write);

        _progress.End(rest.Count == 0 ? null : WriterFailure.StoppedBeforeEnd());
        return rest;
    }

    // False once the lane is closed and empty, whatever waits for its prediction.
    private async Task<bool> WaitForWorkAsync(CancellationToken cancellationToken)
    {
        if (_early.DueIn is not { } time)
            return await _writes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);

        if (time <= TimeSpan.Zero)
            return !_writes.Reader.Completion.IsCompleted;

        using var timeout = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _writes.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        do
        {
            while (_batch.Count < options.MaxBatchSize && _writes.Reader.TryRead(out var write))
                _batch.Add(write);

            Volatile.Write(ref _oldest, _batch[0].AcceptedAt);
        }
        while (_batch.Count < options.BatchSize && await WaitForMoreAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> WaitForMoreAsync(CancellationToken cancellationToken)
    {
        if (FindTimeLeft() is not { } time)
            return false;

        using var timeout = new CancellationTokenSource(time, clock);
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Pause(pause);
        try
        {
            // A clock that was set forward while the timer was made has not moved the timer.
            return !_progress.IsAwaited && FindTimeLeft() is not null
                && await _writes.Reader.WaitToReadAsync(pause.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Pause(null);
        }
    }

    private TimeSpan? FindTimeLeft()
    {
        var time = options.FlushInterval - clock.GetElapsedTime(_batch[0].AcceptedAt);
        return time > TimeSpan.Zero ? time : null;
    }

    private void Pause(CancellationTokenSource? pause)
    {
        lock (_pauseGate)
            _pause = pause;
    }
}
