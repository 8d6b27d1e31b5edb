using System.Diagnostics.Metrics;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Counts what a writer does, for its statistics and for the meter.</summary>
/// <param name="meter">The instruments of all writers.</param>
/// <param name="tenantId">The tenant that measurements name; null where a process has one writer.</param>
internal sealed class WriterCounters(WriterMeter meter, Guid? tenantId = null)
{
    private readonly KeyValuePair<string, object?>[] _tags =
        tenantId is { } tenant ? [new("mlops.tenant", tenant.ToString())] : [];

    private long _stored;
    private long _deduplicated;
    private long _deadLettered;
    private long _retried;
    private long _lastFlush = -1;

    /// <summary>How long it took to store the last batch; null before the first.</summary>
    public TimeSpan? LastFlush => Volatile.Read(ref _lastFlush) is >= 0 and var ticks ? new TimeSpan(ticks) : null;

    /// <summary>Why a batch was not stored when that happened last.</summary>
    public (string Reason, DateTimeOffset At)? LastError { get; private set; }

    /// <summary>Shows the queue of the writer.</summary>
    public void Observe(WriterLanes lanes) => meter.Observe(lanes, _tags);

    public void Forget(WriterLanes lanes) => meter.Forget(lanes);

    public void Accepted() => meter.Accepted.Add(1, _tags);

    public void Stored(int count) => Add(ref _stored, meter.Stored, count);

    public void Deduplicated(int count) => Add(ref _deduplicated, meter.Deduplicated, count);

    public void DeadLettered(int count) => Add(ref _deadLettered, meter.DeadLettered, count);

    public void Retried() => Add(ref _retried, meter.Retried, 1);

    /// <summary>Records a batch that is done.</summary>
    public void Flushed(int size, TimeSpan duration)
    {
        Volatile.Write(ref _lastFlush, duration.Ticks);
        meter.FlushSize.Record(size, _tags);
        meter.FlushDuration.Record(duration.TotalSeconds, _tags);
    }

    /// <summary>Records that a batch was not stored.</summary>
    public void Failed(string reason, DateTimeOffset at) => LastError = (reason, at);

    public WriterStatistics Read(long accepted, long pending, TimeSpan oldestAge, long late, WriterFault? fault) => new(
        accepted,
        Volatile.Read(ref _stored),
        Volatile.Read(ref _deduplicated),
        Volatile.Read(ref _deadLettered),
        Volatile.Read(ref _retried),
        pending,
        oldestAge,
        late,
        fault);

    private void Add(ref long total, Counter<long> counter, int count)
    {
        if (count == 0)
            return;

        Interlocked.Add(ref total, count);
        counter.Add(count, _tags);
    }
}
