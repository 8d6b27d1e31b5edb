using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The front of the writer: checks what is written, waits for room and for the disk, and puts it into a lane.</summary>
internal sealed class PredictionWriter(
    PredictionWriterOptions options, WriterLanes lanes, WriterCounters counters, TimeProvider clock) : IPredictionWriter
{
    private readonly SemaphoreSlim _room = lanes.Room;
    private readonly WritableTypes _types = new(lanes.Model);

    public WriterStatistics Statistics => counters.Read(lanes.OldestAge, lanes.Overdue);

    public ValueTask WriteAsync(Prediction prediction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return AcceptAsync(prediction, cancellationToken);
    }

    public bool TryWrite(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        _types.Require(prediction);
        prediction.BelongTo(lanes.TenantId);
        if (!_room.Wait(0))
            return false;

        var isTaken = false;
        try
        {
            JournalAppend? append = null;
            isTaken = (lanes.Journal is null || TryJournal(lanes.Journal, prediction, out append))
                && lanes.TryPost(new PendingWrite(prediction, clock.GetTimestamp(), append));
            return isTaken;
        }
        finally
        {
            if (!isTaken)
                _room.Release();
        }
    }

    public ValueTask RecordLabelAsync(
        Guid predictionId, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        AcceptAsync(new Label(predictionId, actualValue, at), cancellationToken);

    public ValueTask RecordFeedbackAsync(Feedback feedback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        return AcceptAsync(feedback, cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken = default) => lanes.FlushAsync(cancellationToken);

    private async ValueTask AcceptAsync(object content, CancellationToken cancellationToken)
    {
        if (content is Entity entity)
        {
            _types.Require(entity);
            entity.BelongTo(lanes.TenantId);
        }

        if (content is not Prediction)
            await lanes.Replayed.WaitAsync(cancellationToken).ConfigureAwait(false);

        if (!_room.Wait(0, CancellationToken.None))
            await WaitForRoomAsync(content, cancellationToken).ConfigureAwait(false);

        JournalAppend? append = null;
        try
        {
            if (lanes.Journal is { } journal)
                append = await journal.AppendAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _room.Release();
            throw;
        }

        var write = new PendingWrite(content, clock.GetTimestamp(), append);
        if (lanes.TryPost(write))
            return;

        // The journal would replay it after the next start, although this call refuses it.
        _room.Release();
        if (lanes.Journal is not null)
            await lanes.Journal.ReleaseAsync([write]).ConfigureAwait(false);

        throw Stopped(content);
    }

    private static bool TryJournal(WriteJournal journal, Prediction prediction, out JournalAppend? append)
    {
        append = null;
        try
        {
            if (!journal.TryAppend(prediction, out var taken))
                return false;

            append = taken;
            return true;
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.JournalFull)
        {
            return false;
        }
    }

    private async Task WaitForRoomAsync(object content, CancellationToken cancellationToken)
    {
        if (options.WhenFull == WhenFull.Refuse)
        {
            throw new MlOpsException(
                MlOpsError.QueueFull,
                $"{counters.Pending} writes are on their way, which is as many as the writer holds, and this one was not " +
                $"accepted. Make sure that the database keeps up, raise {nameof(options.Capacity)}, or let callers wait.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lanes.Abandoned);
        try
        {
            await _room.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Stopped(content);
        }
    }

    private static MlOpsException Stopped(object content) => new(
        MlOpsError.WriterStopped,
        $"The writer takes no more writes, because the application ends. {content.GetType().Name} {new PendingWrite(content, 0).Id} " +
        "was not accepted.");
}
