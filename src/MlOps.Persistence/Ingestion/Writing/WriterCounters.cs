using System.Diagnostics.Metrics;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Counts what a writer does, for its statistics and for the meter named MlOps.</summary>
internal sealed class WriterCounters
{
    public const string MeterName = "MlOps";

    private readonly Counter<long> _acceptedMeter;
    private readonly Counter<long> _storedMeter;
    private readonly Counter<long> _deduplicatedMeter;
    private readonly Counter<long> _deadLetteredMeter;
    private readonly Counter<long> _retriedMeter;
    private readonly Histogram<double> _flushDuration;
    private readonly Histogram<int> _flushSize;

    private long _accepted;
    private long _stored;
    private long _deduplicated;
    private long _deadLettered;
    private long _retried;
    private long _lastFlush = -1;

    public WriterCounters(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _acceptedMeter = Meter.CreateCounter<long>("mlops.writer.enqueued", "{write}", "Writes that were accepted.");
        _storedMeter = Meter.CreateCounter<long>("mlops.writer.stored", "{write}", "Writes that are in the database.");
        _deduplicatedMeter = Meter.CreateCounter<long>("mlops.writer.deduplicated", "{write}", "Writes that were stored already.");
        _deadLetteredMeter = Meter.CreateCounter<long>("mlops.writer.dead_lettered", "{write}", "Writes that the database refuses.");
        _retriedMeter = Meter.CreateCounter<long>("mlops.writer.retried", "{attempt}", "Attempts after one that failed.");
        _flushDuration = Meter.CreateHistogram<double>("mlops.writer.flush.duration", "s", "How long it took to store a batch.");
        _flushSize = Meter.CreateHistogram<int>("mlops.writer.flush.size", "{write}", "How many writes a batch had.");
    }

    public Meter Meter { get; }

    /// <summary>How long it took to store the last batch; null before the first.</summary>
    public TimeSpan? LastFlush => Volatile.Read(ref _lastFlush) is >= 0 and var ticks ? new TimeSpan(ticks) : null;

    /// <summary>Why a batch was not stored when that happened last.</summary>
    public (string Reason, DateTimeOffset At)? LastError { get; private set; }

    public void Accepted()
    {
        Interlocked.Increment(ref _accepted);
        _acceptedMeter.Add(1);
    }

    public void Stored(int count) => Add(ref _stored, _storedMeter, count);

    public void Deduplicated(int count) => Add(ref _deduplicated, _deduplicatedMeter, count);

    public void DeadLettered(int count) => Add(ref _deadLettered, _deadLetteredMeter, count);

    public void Retried() => Add(ref _retried, _retriedMeter, 1);

    /// <summary>Records a batch that is done.</summary>
    public void Flushed(int size, TimeSpan duration)
    {
        Volatile.Write(ref _lastFlush, duration.Ticks);
        _flushSize.Record(size);
        _flushDuration.Record(duration.TotalSeconds);
    }

    /// <summary>Records that a batch was not stored.</summary>
    public void Failed(string reason, DateTimeOffset at) => LastError = (reason, at);

    public WriterStatistics Read(long pending, TimeSpan oldestAge, long late, WriterFault? fault) => new(
        Volatile.Read(ref _accepted),
        Volatile.Read(ref _stored),
        Volatile.Read(ref _deduplicated),
        Volatile.Read(ref _deadLettered),
        Volatile.Read(ref _retried),
        pending,
        oldestAge,
        late,
        fault);

    private static void Add(ref long total, Counter<long> meter, int count)
    {
        if (count == 0)
            return;

        Interlocked.Add(ref total, count);
        meter.Add(count);
    }
}
