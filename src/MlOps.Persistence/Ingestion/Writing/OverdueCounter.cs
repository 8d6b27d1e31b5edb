namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// How many writes of a lane wait for longer than a limit. Arrivals are noted once in a while, so that a write costs next to
/// nothing for it; the answer is behind by a thirtieth of the limit at most.
/// </summary>
internal sealed class LateWrites(TimeSpan limit, TimeProvider clock)
{
    private const int StepsPerLimit = 30;

    private readonly long _limit = (long)(limit.TotalSeconds * clock.TimestampFrequency);
    private readonly Queue<(long At, long CameBefore)> _notes = new();

    private long _came;
    private long _left;
    private long _nextNote = long.MinValue;

    private long Step => _limit / StepsPerLimit;

    public long Count => Math.Max(0, CameBefore(clock.GetTimestamp() - _limit) - Volatile.Read(ref _left));

    /// <summary>A write came in; in the order of their times, or nearly so.</summary>
    public void Came(long at)
    {
        var before = Interlocked.Increment(ref _came) - 1;
        if (at >= Volatile.Read(ref _nextNote))
            Note(at, before);
    }

    /// <summary>The first ones that came are stored.</summary>
    public void Left(int count) => Interlocked.Add(ref _left, count);

    private void Note(long at, long before)
    {
        lock (_notes)
        {
            if (at < _nextNote)
                return;

            _notes.Enqueue((at, before));
            Volatile.Write(ref _nextNote, at + Step);
            // Two limits are more than is ever asked for.
            if (_notes.Count > 2 * StepsPerLimit)
                _notes.Dequeue();
        }
    }

    // What came within a step after a note is late when the step is.
    private long CameBefore(long time)
    {
        lock (_notes)
        {
            foreach (var (at, before) in _notes)
            {
                if (at + Step > time)
                    return before;
            }

            return Volatile.Read(ref _came);
        }
    }
}
