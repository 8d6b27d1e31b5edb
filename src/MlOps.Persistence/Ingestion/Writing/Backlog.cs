namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// The writes on their way. Each has a place from the moment when it enters until it is stored, refused or given up. Nothing but
/// this class counts places. Those that wait for a place get one in the order of their arrival, and nobody overtakes them.
/// </summary>
internal sealed class Backlog(PredictionWriterOptions options)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = [];
    private int _free = options.Capacity;
    private bool _isClosed;

    // Somebody waits, or the backlog is closed. Only then the lock is needed.
    private bool _isBarred;

    /// <summary>How many writes have a place.</summary>
    public int Count => options.Capacity - Volatile.Read(ref _free);

    /// <summary>Takes a place; false if there is none, if others wait for one, or if the backlog is closed.</summary>
    public bool TryEnter() => !Volatile.Read(ref _isBarred) && TryTake();

    /// <summary>Takes a place, and waits for it if the options say so.</summary>
    /// <exception cref="MlOpsException">There is no place and the options say to refuse, or the backlog is closed.</exception>
    public ValueTask EnterAsync(Write write, CancellationToken cancellationToken)
    {
        if (TryEnter())
            return ValueTask.CompletedTask;

        if (Volatile.Read(ref _isClosed))
            throw WriterFailure.Stopped(write);

        return options.WhenFull == WhenFull.Wait
            ? new ValueTask(WaitAsync(write, cancellationToken))
            : throw WriterFailure.QueueFull(Count);
    }

    /// <summary>Waits for a place whatever the options say.</summary>
    /// <exception cref="MlOpsException">The backlog is closed.</exception>
    public async Task WaitAsync(Write write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new LinkedListNode<TaskCompletionSource<bool>>(new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_isClosed)
                throw WriterFailure.Stopped(write);

            _waiting.AddLast(turn);
            // A place that becomes free after this is for those that wait; one that became free before is seen by Serve.
            Interlocked.Exchange(ref _isBarred, true);
            Serve();
        }

        await using var cancellation = cancellationToken.UnsafeRegister(_ => Cancel(turn, cancellationToken), null).ConfigureAwait(false);
        if (!await turn.Value.Task.ConfigureAwait(false))
            throw WriterFailure.Stopped(write);
    }

    /// <summary>Gives places back.</summary>
    public void Leave(int count = 1)
    {
        Interlocked.Add(ref _free, count);
        if (!Volatile.Read(ref _isBarred))
            return;

        lock (_gate)
            Serve();
    }

    /// <summary>Lets no further write enter. Those that wait for a place are refused.</summary>
    public void Close()
    {
        lock (_gate)
        {
            Volatile.Write(ref _isClosed, true);
            Volatile.Write(ref _isBarred, true);
            foreach (var turn in _waiting)
                turn.SetResult(false);

            _waiting.Clear();
        }
    }

    private bool TryTake()
    {
        var free = Volatile.Read(ref _free);
        while (free > 0)
        {
            var before = Interlocked.CompareExchange(ref _free, free - 1, free);
            if (before == free)
                return true;

            free = before;
        }

        return false;
    }

    private void Serve()
    {
        while (_waiting.First is { } first && TryTake())
        {
            _waiting.Remove(first);
            first.Value.SetResult(true);
        }

        Volatile.Write(ref _isBarred, _isClosed || _waiting.Count > 0);
    }

    private void Cancel(LinkedListNode<TaskCompletionSource<bool>> turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // It has its place already, or was refused.
            if (turn.List is null)
                return;

            _waiting.Remove(turn);
            turn.Value.SetCanceled(cancellationToken);
        }
    }
}
