namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// The labels, feedback and shadow scores of a lane that wait for their prediction, which another process may be about to store. They are
/// tried again a few times within the time that they may wait.
/// </summary>
internal sealed class EarlyWrites(TimeSpan patience, TimeProvider clock)
{
    private const int Attempts = 6;

    private List<(QueuedWrite Write, long At)> _waiting = [];

    public int Count => _waiting.Count;

    /// <summary>When the next of them is tried again; null if there is none.</summary>
    public TimeSpan? DueIn => _waiting.Count > 0 ? FindDue(_waiting[0].At) : null;

    public void Add(IReadOnlyList<QueuedWrite> writes)
    {
        foreach (var write in writes)
            _waiting.Add((write, clock.GetTimestamp()));
    }

    /// <summary>
    /// Puts those that are due before the writes of a batch, and those of the same predictions, which must stay in their order. Returns
    /// how many.
    /// </summary>
    public int TakeInto(List<QueuedWrite> batch)
    {
        if (_waiting.Count == 0)
            return 0;

        var predictions = batch.Select(write => write.Write.PredictionId).ToHashSet();
        return Take(batch, waiting =>
            FindDue(waiting.At) <= TimeSpan.Zero || predictions.Contains(waiting.Write.Write.PredictionId));
    }

    /// <summary>Takes all, and returns how many.</summary>
    public int TakeAll(List<QueuedWrite> batch) => Take(batch, _ => true);

    private TimeSpan FindDue(long at) => (patience / Attempts) - clock.GetElapsedTime(at);

    private int Take(List<QueuedWrite> batch, Func<(QueuedWrite Write, long At), bool> isTaken)
    {
        // Asked once for each, since time goes on.
        var parts = _waiting.ToLookup(isTaken);
        _waiting = [.. parts[false]];
        batch.InsertRange(0, parts[true].Select(waiting => waiting.Write));
        return parts[true].Count();
    }
}
