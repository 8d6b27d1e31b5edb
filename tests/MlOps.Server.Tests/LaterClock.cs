namespace MlOps.Server.Tests;

/// <summary>A clock that a test moves on, and that runs by itself too.</summary>
internal sealed class LaterClock : TimeProvider
{
    private long _moved;

    public void Advance(TimeSpan span) => Interlocked.Add(ref _moved, (long)(span.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _moved);
}
