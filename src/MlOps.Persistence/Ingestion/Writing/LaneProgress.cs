namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Counts what a lane takes and what it finishes, and lets callers wait until it has finished what it took.</summary>
internal sealed class LaneProgress
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Count, TaskCompletionSource Reached)> _waiting = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long Count, TaskCompletionSource Reached) _newest;
    private long _taken;
    private long _finished;

    /// <summary>Whether a caller waits.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
                return _waiting.Count > 0;
        }
    }

    /// <summary>How many writes were taken.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>
    /// Counts a write, and returns how many were taken before. Call it before the write is in the queue, so that no wait ends too early.
    /// </summary>
    public long Take() => Interlocked.Increment(ref _taken) - 1;

    /// <summary>Takes back the count of a write that the queue refused, because the lane is closed.</summary>
    public void Untake() => Interlocked.Decrement(ref _taken);

    public void Finish(int count)
    {
        lock (_gate)
        {
            _finished += count;
            while (_waiting.TryPeek(out var first) && first.Count <= _finished)
                _waiting.Dequeue().Reached.SetResult();
        }
    }

    /// <summary>Completes when all that was taken until now is finished, or nothing more will be.</summary>
    public Task WhenFinished()
    {
        lock (_gate)
        {
            var taken = Taken;
            if (taken <= _finished)
                return Task.CompletedTask;

            if (_end.Task.IsCompleted)
                return _end.Task;

            // Callers that wait for the same count share a task, so that they cannot pile up.
            if (_newest.Count < taken)
            {
                _newest = (taken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                _waiting.Enqueue(_newest);
            }

            return _newest.Reached.Task;
        }
    }

    /// <summary>Ends all waits, with an error if the lane did not finish everything.</summary>
    public void End(MlOpsException? exception)
    {
        lock (_gate)
        {
            End(_end, exception);
            foreach (var (_, reached) in _waiting)
                End(reached, exception);

            _waiting.Clear();
        }
    }

    private static void End(TaskCompletionSource source, MlOpsException? exception)
    {
        if (exception is null)
        {
            source.TrySetResult();
            return;
        }

        source.TrySetException(exception);
        // Observed here, because no caller may be waiting for it.
        _ = source.Task.Exception;
    }
}
