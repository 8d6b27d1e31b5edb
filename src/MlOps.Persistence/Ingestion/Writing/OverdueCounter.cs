namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Counts the writes of a lane that wait for longer than a limit. It notes arrivals only once in a while, so that a write costs
/// next to nothing. The count lags by a thirtieth of the limit at most.
/// </summary>
internal sealed class OverdueCounter(TimeSpan limit, TimeProvider clock)
{
    private const int StepsPerLimit = 30;

    private readonly long _limit = (long)(limit.TotalSeconds * clock.TimestampFrequency);
    private readonly Queue<(long At, long AddedBefore)> _notes = new();
    private long _removed;
    private long _nextNote = long.MinValue;

    private long Step => _limit / StepsPerLimit;

    /// <summary>How many are overdue of those that the lane has taken.</summary>
    public long Count(long taken) => Math.Max(0, CountAddedBefore(clock.GetTimestamp() - _limit, taken) - Volatile.Read(ref _removed));

    /// <summary>Adds a write, before which the lane took so many. Call it in the order of arrival, or nearly so.</summary>
    public void Add(long at, long before)
    {
        if (at >= Volatile.Read(ref _nextNote))
            Note(at, before);
    }

    /// <summary>Removes the writes that were added first, once they are stored.</summary>
    public void Remove(int count) => Interlocked.Add(ref _removed, count);

    private void Note(long at, long before)
    {
        lock (_notes)
        {
            if (at < _nextNote)
                return;

            _notes.Enqueue((at, before));
            Volatile.Write(ref _nextNote, at + Step);
            // Nothing asks for a time more than one limit ago. Two limits are enough in any case.
            if (_notes.Count > 2 * StepsPerLimit)
                _notes.Dequeue();
        }
    }

    // Writes that arrive within a step after a note are overdue when the whole step is.
    private long CountAddedBefore(long time, long taken)
    {
        lock (_notes)
        {
            foreach (var (at, before) in _notes)
            {
                if (at + Step > time)
                    return before;
            }

            return taken;
        }
    }
}
