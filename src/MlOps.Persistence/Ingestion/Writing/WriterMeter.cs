using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The instruments of all writers of a process.</summary>
internal sealed class WriterMeter
{
    public const string Name = "MlOps";

    private readonly ConcurrentDictionary<WriterLanes, KeyValuePair<string, object?>[]> _writers = new();

    public WriterMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        Accepted = meter.CreateCounter<long>("mlops.writer.enqueued", "{write}", "Writes that were accepted.");
        Stored = meter.CreateCounter<long>("mlops.writer.stored", "{write}", "Writes that are in the database.");
        Deduplicated = meter.CreateCounter<long>("mlops.writer.deduplicated", "{write}", "Writes that were stored already.");
        DeadLettered = meter.CreateCounter<long>("mlops.writer.dead_lettered", "{write}", "Writes that the database refuses.");
        Retried = meter.CreateCounter<long>("mlops.writer.retried", "{attempt}", "Attempts after one that failed.");
        FlushDuration = meter.CreateHistogram<double>("mlops.writer.flush.duration", "s", "How long it took to store a batch.");
        FlushSize = meter.CreateHistogram<int>("mlops.writer.flush.size", "{write}", "How many writes a batch had.");
        meter.CreateObservableGauge(
            "mlops.writer.queue.length", () => Read<long>(lanes => lanes.Backlog.Count), "{write}", "Writes on their way.");
        meter.CreateObservableGauge(
            "mlops.writer.queue.oldest_age", () => Read(lanes => lanes.OldestAge.TotalSeconds), "s",
            "How long the oldest of them has been on its way.");
        meter.CreateObservableGauge(
            "mlops.writer.journal.size", () => Read(lanes => lanes.Journal?.TotalBytes ?? 0), "By", "The size of the journal on disk.");
    }

    public Counter<long> Accepted { get; }

    public Counter<long> Stored { get; }

    public Counter<long> Deduplicated { get; }

    public Counter<long> DeadLettered { get; }

    public Counter<long> Retried { get; }

    public Histogram<double> FlushDuration { get; }

    public Histogram<int> FlushSize { get; }

    /// <summary>Shows the queue of a writer until it is forgotten.</summary>
    public void Observe(WriterLanes lanes, KeyValuePair<string, object?>[] tags) => _writers[lanes] = tags;

    public void Forget(WriterLanes lanes) => _writers.TryRemove(lanes, out _);

    private IEnumerable<Measurement<T>> Read<T>(Func<WriterLanes, T> read)
        where T : struct => _writers.Select(writer => new Measurement<T>(read(writer.Key), writer.Value));
}
