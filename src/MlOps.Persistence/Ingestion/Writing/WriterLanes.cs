using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The lanes of a writer, which bring each accepted write to the database until the application ends.</summary>
internal sealed class WriterLanes : IAsyncDisposable
{
    private readonly Lane[] _lanes;
    private readonly BatchFlush _flush;
    private readonly JournalReplay _replay;
    private readonly WriterCounters _counters;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _abandoned = new();

    private Task _running = Task.CompletedTask;

    public WriterLanes(
        PredictionWriterOptions options,
        Guid tenantId,
        IModel model,
        WriteJournal? journal,
        BatchStore store,
        WriterCounters counters,
        TimeProvider clock,
        ILogger<PredictionWriter> logger)
    {
        (TenantId, Model) = (tenantId, model);
        (Journal, _counters, _logger) = (journal, counters, logger);
        Abandoned = _abandoned.Token;
        Room = new SemaphoreSlim(options.Capacity);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(options, clock))];
        _flush = new BatchFlush(store, journal, Room, counters, clock, logger);
        _replay = new JournalReplay(journal, Room, clock, logger);
        counters.Meter.CreateObservableGauge("mlops.writer.queue.length", () => counters.Pending, "{write}", "Writes on their way.");
        counters.Meter.CreateObservableGauge(
            "mlops.writer.queue.oldest_age", () => OldestAge.TotalSeconds, "s", "How long the oldest of them has been on its way.");
        counters.Meter.CreateObservableGauge(
            "mlops.writer.journal.size", () => Journal?.TotalBytes ?? 0, "By", "The size of the journal on disk.");
    }

    public Guid TenantId { get; }

    public IModel Model { get; }

    /// <summary>A place for each write on its way.</summary>
    public SemaphoreSlim Room { get; }

    public WriteJournal? Journal { get; }

    /// <summary>Completes when the lanes have all writes of an earlier process, so that labels of these may follow.</summary>
    public Task Replayed => _replay.Done;

    /// <summary>Is cancelled when the writer stores nothing any more.</summary>
    public CancellationToken Abandoned { get; }

    public TimeSpan OldestAge => _lanes.Max(lane => lane.OldestAge);

    public long Overdue => _lanes.Sum(lane => lane.Overdue);

    public void Start() => _running = Task.WhenAll(
    [
        .. _lanes.Select(lane => RunAsync(() => lane.RunAsync(batch => _flush.RunAsync(lane, batch, Abandoned), Abandoned))),
        RunAsync(() => _replay.RunAsync(write => TryPost(write), Abandoned)),
    ]);

    /// <summary>Takes a write that has a place; false once the writer stops.</summary>
    public bool TryPost(in PendingWrite write)
    {
        if (!_lanes[(uint)write.PredictionId.GetHashCode() % (uint)_lanes.Length].TryPost(write))
            return false;

        _counters.Accepted();
        return true;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Replayed.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_lanes.Select(lane => lane.FlushAsync(cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Takes no more writes and stores those on their way, until it is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
            lane.Close();

        if (_abandoned.IsCancellationRequested)
            return;

        try
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ReportRest();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        if (Journal is { } journal)
            await journal.DisposeAsync().ConfigureAwait(false);

        foreach (var lane in _lanes)
            lane.Dispose();

        _abandoned.Dispose();
        Room.Dispose();
    }

    // Nothing awaits the work before the application ends.
    private Task RunAsync(Func<Task> work) => Task.Run(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (!Abandoned.IsCancellationRequested)
        {
            WriterLog.Failed(_logger, e);
            throw;
        }
    });

    private void ReportRest()
    {
        // Lanes that were never started are not abandoned, and may still have writes.
        var rest = _lanes.SelectMany(lane => lane.TakeRest()).ToList();
        if (rest.Count == 0 && !Abandoned.IsCancellationRequested)
            return;

        if (Journal is { } journal)
        {
            WriterLog.RemainInJournal(_logger, journal.Waiting);
            return;
        }

        foreach (var ids in rest.Select(write => write.Id).Chunk(1000))
            WriterLog.Lost(_logger, ids.Length, string.Join(", ", ids));
    }
}
