using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The lanes of a writer at work: from acceptance to the database, and to the end of the application.</summary>
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
        GivenUp = _abandoned.Token;
        Room = new SemaphoreSlim(options.Capacity);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(options, clock))];
        _flush = new BatchFlush(store, journal, Room, counters, clock, logger);
        _replay = new JournalReplay(journal, Room, clock, logger);
        counters.Meter.CreateObservableGauge("mlops.writer.queue.length", () => counters.Pending, "{write}", "Writes on their way.");
        counters.Meter.CreateObservableGauge("mlops.writer.queue.oldest_age", () => OldestAge.TotalSeconds, "s", "How long the oldest of them has been.");
        counters.Meter.CreateObservableGauge("mlops.writer.journal.size", () => Journal?.TotalBytes ?? 0, "By", "What the journal occupies.");
    }

    public Guid TenantId { get; }

    public IModel Model { get; }

    /// <summary>A place for each write on its way.</summary>
    public SemaphoreSlim Room { get; }

    public WriteJournal? Journal { get; }

    /// <summary>What an earlier process left is in the lanes, so that what is about it may follow.</summary>
    public Task Replayed => _replay.Done;

    /// <summary>Nothing is stored any more.</summary>
    public CancellationToken GivenUp { get; }

    public TimeSpan OldestAge => _lanes.Max(lane => lane.OldestAge);

    public long Late => _lanes.Sum(lane => lane.Late);

    public void Start() => _running = Task.WhenAll(
    [
        .. _lanes.Select(lane => RunAsync(() => lane.RunAsync(batch => _flush.RunAsync(lane, batch, GivenUp), GivenUp))),
        RunAsync(() => _replay.RunAsync(write => TryPost(write), GivenUp)),
    ]);

    /// <summary>Takes a write that has room; false after the end has begun.</summary>
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

    /// <summary>Takes nothing any more and stores what is on its way, until it is told to give up.</summary>
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

    // Nobody looks at it before the application ends.
    private Task RunAsync(Func<Task> work) => Task.Run(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (!GivenUp.IsCancellationRequested)
        {
            WriterLog.Failed(_logger, e);
            throw;
        }
    });

    private void ReportRest()
    {
        // Not given up, and yet not empty, are lanes that were never started.
        var rest = _lanes.SelectMany(lane => lane.TakeRest()).ToList();
        if (rest.Count == 0 && !GivenUp.IsCancellationRequested)
            return;

        if (Journal is { } journal)
        {
            WriterLog.Kept(_logger, journal.Waiting);
            return;
        }

        foreach (var ids in rest.Select(write => write.Id).Chunk(1000))
            WriterLog.Lost(_logger, ids.Length, string.Join(", ", ids));
    }
}
