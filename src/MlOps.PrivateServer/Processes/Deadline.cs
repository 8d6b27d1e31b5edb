namespace MlOps.PrivateServer.Processes;

/// <summary>Limits a loop that polls. The interval is slightly random, so that two processes do not poll at the same time.</summary>
internal sealed class Deadline(TimeProvider clock, TimeSpan limit)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Limit => limit;

    /// <summary>Waits a moment. Returns false when the time is over.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(_start) >= limit)
            return false;

        var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(30, 120));
        await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
