namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// Records for which there was no room. They are taken in the order of arrival, so that a large one that needs much room is not
/// overtaken for ever. Use it only within the lock of the queue.
/// </summary>
internal sealed class AppendWaiters
{
    private readonly Queue<(ReadOnlyMemory<byte> Payload, TaskCompletionSource<JournalAppend> Taken)> _waiting = new();

    public delegate bool TryTake(ReadOnlySpan<byte> payload, out JournalAppend append);

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Adds a record. Its task ends when it is taken, or when it is cancelled before that.</summary>
    public Task<JournalAppend> Add(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var taken = new TaskCompletionSource<JournalAppend>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((payload, taken));
        var cancellation = cancellationToken.Register(() => taken.TrySetCanceled(cancellationToken));
        _ = taken.Task.ContinueWith(_ => cancellation.Dispose(), CancellationToken.None, default, TaskScheduler.Default);
        return taken.Task;
    }

    /// <summary>Offers the records, one after the other, until one is not taken.</summary>
    /// <param name="tryTake">Takes a record, if there is room.</param>
    /// <param name="abandon">Gets a record whose caller gave up while it was being taken.</param>
    public void Serve(TryTake tryTake, Action<JournalAppend> abandon)
    {
        while (_waiting.TryPeek(out var first))
        {
            // Cancelled meanwhile.
            if (first.Taken.Task.IsCompleted)
            {
                _waiting.Dequeue();
                continue;
            }

            try
            {
                if (!tryTake(first.Payload.Span, out var append))
                    return;

                if (!first.Taken.TrySetResult(append))
                    abandon(append);
            }
            catch (MlOpsException refusal)
            {
                first.Taken.TrySetException(refusal);
            }

            _waiting.Dequeue();
        }
    }

    public void Fail(MlOpsException exception)
    {
        foreach (var (_, taken) in _waiting)
            taken.TrySetException(exception);

        _waiting.Clear();
    }
}
