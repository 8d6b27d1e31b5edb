using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Journal;
using Polly;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The lanes of a writer at work: from acceptance to the database, and to the end of the application.</summary>
internal sealed class WriterLanes : IAsyncDisposable
{
    private static readonly ActivitySource Activities = new(WriterCounters.MeterName);

    private readonly Lane[] _lanes;
    private readonly BatchStore _store;
    private readonly WriterCounters _counters;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _retry;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource _replayed = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        (Journal, _store, _counters, _clock, _logger) = (journal, store, counters, clock, logger);
        GivenUp = _abandoned.Token;
        if (journal is not { Waiting: > 0 })
            _replayed.SetResult();

        Room = new SemaphoreSlim(options.Capacity);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(options, clock))];
        _retry = StoreRetry.Create(counters, logger, clock);
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
    public Task Replayed => _replayed.Task;

    /// <summary>Nothing is stored any more.</summary>
    public CancellationToken GivenUp { get; }

    public TimeSpan OldestAge => _lanes.Max(lane => lane.OldestAge);

    public long Late => _lanes.Sum(lane => lane.Late);

    public void Start() => _running = Task.WhenAll(
        _lanes.Select(lane => RunAsync(() => lane.RunAsync(batch => StoreAsync(lane, batch), _abandoned.Token))).Append(RunAsync(ReplayAsync)));

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

    private async Task StoreAsync(Lane lane, List<PendingWrite> batch)
    {
        using var activity = Activities.StartActivity("mlops.flush");
        activity?.SetTag("mlops.flush.size", batch.Count);
        var start = _clock.GetTimestamp();
        var attempts = 0;
        List<PendingWrite> left = [.. batch];
        try
        {
            await _retry.ExecuteAsync(AttemptAsync, _abandoned.Token).ConfigureAwait(false);
        }
        catch
        {
            // What is stored is not lost with the rest.
            batch.Clear();
            batch.AddRange(left);
            throw;
        }

        if (Journal is not null)
            await Journal.ReleaseAsync(batch).ConfigureAwait(false);

        _counters.Flushed(batch.Count, _clock.GetElapsedTime(start));

        async ValueTask AttemptAsync(CancellationToken token)
        {
            var before = left.Count;
            try
            {
                await _store.StoreAsync(left, mayBeStored: attempts++ > 0, token).ConfigureAwait(false);
            }
            finally
            {
                if (before > left.Count)
                    Settled(lane, before - left.Count);
            }
        }
    }

    private void Settled(Lane lane, int count)
    {
        _counters.Settled(count);
        lane.Left(count);
        Room.Release(count);
    }

    private async Task ReplayAsync()
    {
        try
        {
            if (Journal is { Waiting: > 0 and var waiting } journal)
            {
                WriterLog.Replaying(_logger, waiting);
                foreach (var (position, content) in journal.Replay())
                {
                    await Room.WaitAsync(_abandoned.Token).ConfigureAwait(false);
                    var append = new JournalAppend(position, Task.CompletedTask);
                    if (!TryPost(new PendingWrite(content, _clock.GetTimestamp(), append, IsReplayed: true)))
                        return;
                }
            }
        }
        finally
        {
            _replayed.TrySetResult();
        }
    }

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
