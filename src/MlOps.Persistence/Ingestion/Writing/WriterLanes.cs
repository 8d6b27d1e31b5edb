using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The lanes of a writer, which bring each accepted write to the database until the application ends.</summary>
internal sealed class WriterLanes : IAsyncDisposable
{
    private readonly Lane[] _lanes;
    private readonly BatchFlush[] _flushes;
    private readonly JournalReplay _replay;
    private readonly WriterCounters _counters;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lazy<Task> _running;
    private readonly Lazy<Task> _reporting;

    public WriterLanes(
        PredictionWriterOptions options,
        Guid tenantId,
        IModel model,
        WriteJournal? journal,
        BatchStore store,
        WriterCounters counters,
        WriterReporter reporter,
        TimeProvider clock,
        ILogger<PredictionWriter> logger)
    {
        TenantId = tenantId;
        Model = model;
        (Journal, _counters, _logger) = (journal, counters, logger);
        Backlog = new Backlog(options);
        var retry = BatchRetry.Create(counters, logger, clock);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(options, clock))];
        _flushes = [.. _lanes.Select(lane => new BatchFlush(lane, store, retry, Backlog, journal, counters, clock, logger))];
        _replay = new JournalReplay(journal, Backlog, clock, logger);
        _running = new Lazy<Task>(Run);
        _reporting = new Lazy<Task>(() => Task.Run(() => reporter.RunAsync(_running.Value, ReadActivity, _abandoned.Token)));
        counters.Observe(this);
    }

    public Guid TenantId { get; }

    public IModel Model { get; }

    public Backlog Backlog { get; }

    public WriteJournal? Journal { get; }

    public WriterStatistics Statistics =>
        _counters.Read(
            _lanes.Sum(lane => lane.Taken), Backlog.Count, OldestAge, _lanes.Sum(lane => lane.Overdue), FindFault());

    public TimeSpan OldestAge => _lanes.Max(lane => lane.OldestAge);

    /// <summary>Begins to store; once only.</summary>
    public void Start() => _ = (_running.Value, _reporting.Value);

    /// <summary>Completes when the lanes have all writes of an earlier process, so that labels of these may follow.</summary>
    public Task ReplayAsync(CancellationToken cancellationToken)
    {
        // What waits here may be a service that starts before the writer.
        if (!_replay.Done.IsCompleted)
            Start();

        return _replay.Done.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Whether a write will be taken. Ask before it is in the journal: what was released there may be delivered after the next start.
    /// </summary>
    public bool Accepts(Write write) => !LaneOf(write).IsClosed;

    /// <summary>Takes a write that has a place; false once the writer stops.</summary>
    public bool TryPost(in QueuedWrite write)
    {
        if (!LaneOf(write.Write).TryPost(write))
            return false;

        _counters.Accepted();
        return true;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _replay.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_lanes.Select(lane => lane.FlushAsync(cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Takes no more writes and stores those on their way, until it is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_abandoned.IsCancellationRequested)
            return;

        Backlog.Close();
        foreach (var lane in _lanes)
            lane.Close();

        if (_running.IsValueCreated)
        {
            await EndAsync(_running.Value, cancellationToken).ConfigureAwait(false);
            await _reporting.Value.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ReportRest();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _abandoned.CancelAsync().ConfigureAwait(false);
        if (_reporting.IsValueCreated)
            await _reporting.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        _counters.Forget(this);
        if (Journal is not null)
            await Journal.DisposeAsync().ConfigureAwait(false);

        _abandoned.Dispose();
    }

    private WriterActivity ReadActivity()
    {
        var statistics = Statistics;
        return new WriterActivity
        {
            QueueLength = statistics.Pending,
            OldestAge = statistics.OldestAge,
            JournalBytes = Journal?.TotalBytes,
            FlushLatency = _counters.LastFlush,
            Stored = statistics.Stored,
            DeadLettered = statistics.DeadLettered,
            LastError = _counters.LastError?.Reason,
            LastErrorAt = _counters.LastError?.At,
        };
    }

    // The id of an entity may have to come from memory, which takes longer than all the rest.
    private Lane LaneOf(Write write) =>
        _lanes.Length == 1 ? _lanes[0] : _lanes[(uint)write.PredictionId.GetHashCode() % (uint)_lanes.Length];

    // One that does not pass by itself comes first.
    private WriterFault? FindFault() =>
        _lanes.Select(lane => lane.Fault).OfType<WriterFault>().OrderBy(fault => fault.Cause == RefusalCause.Moment).FirstOrDefault();

    private Task Run() => Task.WhenAll(
    [
        .. _lanes.Zip(_flushes, (lane, flush) => RunAsync(
            () => lane.RunAsync((batch, isLast) => flush.RunAsync(batch, isLast, _abandoned.Token), _abandoned.Token),
            e => flush.End(e))),
        RunAsync(() => _replay.RunAsync(write => TryPost(write), _abandoned.Token), _ => { }),
    ]);

    // Nothing awaits the work before the application ends.
    private Task RunAsync(Func<Task> work, Action<Exception> onFailure) => Task.Run(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (!_abandoned.IsCancellationRequested)
        {
            onFailure(e);
            WriterLog.Failed(_logger, e);
            throw;
        }
    });

    private async Task EndAsync(Task running, CancellationToken cancellationToken)
    {
        try
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (running.IsFaulted)
        {
            // It is in the log already, and what was not stored follows.
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void ReportRest()
    {
        // Lanes that were never started are not abandoned, and may still have writes.
        var rest = _lanes.SelectMany(lane => lane.TakeRest()).ToList();
        if (rest.Count == 0 && !_abandoned.IsCancellationRequested)
            return;

        if (Journal is { } journal)
        {
            WriterLog.RemainInJournal(_logger, journal.Waiting);
            return;
        }

        foreach (var ids in rest.Select(write => write.Write.Id).Chunk(1000))
            WriterLog.Lost(_logger, ids.Length, string.Join(", ", ids));
    }
}
