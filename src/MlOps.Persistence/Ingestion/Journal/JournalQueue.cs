namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// Connects the callers with the one thread that uses the files: it has the records to be written, and knows which of the written
/// ones are released. One lock guards it, and no thread waits for the disk while it holds the lock.
/// </summary>
internal sealed class JournalQueue
{
    private readonly object _gate = new();
    private readonly JournalOptions _options;
    private readonly SegmentLedger _ledger = new();
    private readonly Queue<Segment> _deletable = [];
    private readonly AppendWaiters _waiters = new();
    private AppendGroup _filling;
    private byte[] _spareBuffer = [];
    private long _firstPending;
    private long _totalBytes;
    private bool _isRefusing;
    private bool _isStopping;
    private MlOpsException? _end;

    public JournalQueue(JournalOptions options, IEnumerable<Segment> recovered, long nextPosition)
    {
        _options = options;
        _filling = new AppendGroup(nextPosition, []);
        _firstPending = nextPosition;
        foreach (var segment in recovered)
            Opened(segment);
    }

    public long TotalBytes => Volatile.Read(ref _totalBytes);

    public long UnreleasedRecords => Read(() => _ledger.UnreleasedRecords);

    /// <summary>How many records wait; not exact.</summary>
    public int Pending => Volatile.Read(ref _filling).Count;

    /// <summary>Takes a record; false if there is no room for it, or if others wait for room.</summary>
    public bool TryAppend(ReadOnlySpan<byte> payload, out JournalAppend append)
    {
        lock (_gate)
        {
            RequireOpen();
            RefuseWhenFull(RecordFrame.Bytes + payload.Length);
            append = default;
            return _waiters.IsEmpty && TryFill(payload, out append);
        }
    }

    /// <summary>Takes a record once there is room for it and for all that wait before it.</summary>
    public Task<JournalAppend> WaitAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RequireOpen();
            var taken = _waiters.Add(payload, cancellationToken);
            _waiters.Serve(TryTake, Abandon);
            return taken;
        }
    }

    public void Release(ReadOnlySpan<long> positions)
    {
        lock (_gate)
        {
            foreach (var position in positions)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(positions));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _firstPending, nameof(positions));
                if (_ledger.Release(position) is not { } segment)
                    continue;

                if (segment.IsClosed)
                    _deletable.Enqueue(segment);
                Monitor.Pulse(_gate);
            }
        }
    }

    public bool Holds(Segment segment, long position) => Read(() => segment.Holds(position));

    public bool IsReleased(Segment segment) => Read(() => segment.IsReleased);

    public void Opened(Segment segment)
    {
        lock (_gate)
        {
            _ledger.Add(segment);
            _totalBytes += segment.Length;
        }
    }

    /// <summary>Waits until there is something to do.</summary>
    public JournalWork Wait()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_deletable.Count > 0)
                    return JournalWork.Delete;
                if (_filling.Count > 0)
                    return JournalWork.Write;
                if (_isStopping)
                    return _ledger.IsIdle ? JournalWork.CloseIdle : JournalWork.Stop;
                if (!Monitor.Wait(_gate, IdleLimit) && _ledger.IsIdle && _filling.Count == 0)
                    return JournalWork.CloseIdle;
            }
        }
    }

    /// <summary>Takes the records that wait, and begins to collect the next ones.</summary>
    public AppendGroup TakeGroup()
    {
        lock (_gate)
        {
            var group = _filling;
            _filling = new AppendGroup(group.FirstPosition + group.Count, _spareBuffer);
            _spareBuffer = [];
            _waiters.Serve(TryTake, Abandon);
            return group;
        }
    }

    public Segment TakeDeletable() => Read(_deletable.Dequeue);

    public void Written(AppendGroup group, Segment segment)
    {
        lock (_gate)
        {
            _ledger.Written(segment, group);
            Done(group);
        }

        group.Complete();
    }

    public void Failed(AppendGroup group, MlOpsException exception)
    {
        lock (_gate)
        {
            _totalBytes -= group.Length;
            Done(group);
        }

        group.Fail(exception);
    }

    public void Closed(Segment segment)
    {
        lock (_gate)
        {
            segment.IsClosed = true;
            if (segment.IsReleased)
                _deletable.Enqueue(segment);
        }
    }

    public void Deleted(Segment segment)
    {
        lock (_gate)
        {
            _ledger.Remove(segment);
            _totalBytes -= segment.Length;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Fails all that waits, and all that comes, because nobody writes any more.</summary>
    public void End(MlOpsException exception)
    {
        lock (_gate)
        {
            _end = exception;
            _filling.Fail(exception);
            _waiters.Fail(exception);
        }
    }

    // A caller that was refused waits for space, and deleting an idle segment gives some.
    private TimeSpan IdleLimit =>
        !_ledger.IsIdle ? Timeout.InfiniteTimeSpan : _isRefusing ? TimeSpan.Zero : _options.IdleAfter;

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    private void RequireOpen()
    {
        if (_end is not null)
            throw _end;

        ObjectDisposedException.ThrowIf(_isStopping, typeof(DurableJournal));
    }

    private bool TryFill(ReadOnlySpan<byte> payload, out JournalAppend append)
    {
        append = default;
        var frame = RecordFrame.Bytes + payload.Length;
        if (!_filling.HasRoomFor(frame))
            return false;

        append = _filling.Add(payload);
        _totalBytes += frame;
        if (_filling.Count == 1)
            Monitor.Pulse(_gate);
        return true;
    }

    private void Abandon(JournalAppend append) => append.Durable.ContinueWith(
        _ => Release([append.Position]), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    // A waiter learns here that the journal is full, if it has become so meanwhile.
    private bool TryTake(ReadOnlySpan<byte> payload, out JournalAppend append)
    {
        RefuseWhenFull(RecordFrame.Bytes + payload.Length);
        return TryFill(payload, out append);
    }

    private void RefuseWhenFull(int frame)
    {
        _isRefusing = _totalBytes + frame + _options.HeaderBytes > _options.MaximumBytes;
        if (!_isRefusing)
            return;

        Monitor.Pulse(_gate);
        throw JournalFailure.Full(_options, _totalBytes, _ledger.UnreleasedRecords);
    }

    // A buffer that became large for one long record is not used again.
    private void Done(AppendGroup group)
    {
        _firstPending = group.FirstPosition + group.Count;
        if (group.Buffer.Length <= AppendGroup.Limit)
            _spareBuffer = group.Buffer;
    }
}
