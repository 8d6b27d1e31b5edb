namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// The writes on their way. Each has a place from the moment when it enters until it is stored, refused or given up. Nothing but
/// this class counts places.
/// </summary>
internal sealed class Backlog(PredictionWriterOptions options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Capacity);
    private readonly CancellationTokenSource _closed = new();

    /// <summary>How many writes have a place.</summary>
    public int Count => options.Capacity - _places.CurrentCount;

    /// <summary>Takes a place; false if there is none, or if the backlog is closed.</summary>
    public bool TryEnter() => !_closed.IsCancellationRequested && _places.Wait(0);

    /// <summary>Takes a place, and waits for it if the options say so.</summary>
    /// <exception cref="MlOpsException">There is no place and the options say to refuse, or the backlog is closed.</exception>
    public ValueTask EnterAsync(Write write, CancellationToken cancellationToken)
    {
        if (TryEnter())
            return ValueTask.CompletedTask;

        if (_closed.IsCancellationRequested)
            throw WriterFailure.Stopped(write);

        return options.WhenFull == WhenFull.Wait
            ? new ValueTask(WaitAsync(write, cancellationToken))
            : throw WriterFailure.QueueFull(Count);
    }

    /// <summary>Waits for a place whatever the options say.</summary>
    /// <exception cref="MlOpsException">The backlog is closed.</exception>
    public async Task WaitAsync(Write write, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        try
        {
            await _places.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw WriterFailure.Stopped(write);
        }
    }

    /// <summary>Gives places back.</summary>
    public void Leave(int count = 1) => _places.Release(count);

    /// <summary>Lets no further write enter. Those that wait for a place are refused.</summary>
    public void Close() => _closed.Cancel();

    // The semaphore stays, because callers may still ask for a place, and are refused.
    public void Dispose() => _closed.Dispose();
}
