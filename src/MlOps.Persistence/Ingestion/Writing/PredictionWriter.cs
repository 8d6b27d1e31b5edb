using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The front of the writer: checks what is written, waits for a place and for the disk, and puts it into a lane.</summary>
internal sealed class PredictionWriter(WriterLanes lanes, TimeProvider clock) : IPredictionWriter
{
    private readonly Backlog _backlog = lanes.Backlog;
    private readonly WriteJournal? _journal = lanes.Journal;
    private readonly WritableTypes _types = new(lanes.Model);

    public WriterStatistics Statistics => lanes.Statistics;

    public ValueTask WriteAsync(Prediction prediction, CancellationToken cancellationToken = default) =>
        AcceptAsync(Check(prediction), cancellationToken);

    public bool TryWrite(Prediction prediction)
    {
        var write = Check(prediction);
        if (!_backlog.TryEnter())
            return false;

        var queued = default(QueuedWrite);
        var isPosted = false;
        try
        {
            return lanes.Accepts(write) && TryJournal(write, out queued) && (isPosted = lanes.TryPost(queued));
        }
        finally
        {
            if (!isPosted)
                RefuseAsync(queued).AsTask().GetAwaiter().GetResult();
        }
    }

    public ValueTask RecordLabelAsync(
        Guid predictionId, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        RecordLabelAsync(new Label(predictionId, actualValue, at), cancellationToken);

    public ValueTask RecordLabelAsync(Label label, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(label);
        return AcceptAfterReplayAsync(Write.Of(label, lanes.TenantId), cancellationToken);
    }

    public ValueTask RecordFeedbackAsync(Feedback feedback, CancellationToken cancellationToken = default) =>
        AcceptAfterReplayAsync(Check(feedback), cancellationToken);

    public ValueTask RecordShadowScoreAsync(ShadowScore score, CancellationToken cancellationToken = default) =>
        AcceptAfterReplayAsync(Check(score), cancellationToken);

    public ValueTask RecordAsync(Entity entity, CancellationToken cancellationToken = default)
    {
        var write = Check(entity);
        WritableTypes.RequireUnchanging(entity);
        return write.IsAboutPrediction ? AcceptAfterReplayAsync(write, cancellationToken) : AcceptAsync(write, cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken = default) => lanes.FlushAsync(cancellationToken);

    private Write Check(Entity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        _types.Require(entity);
        entity.BelongTo(lanes.TenantId);
        return Write.Of(entity);
    }

    // The prediction may be in the journal of an earlier process.
    private async ValueTask AcceptAfterReplayAsync(Write write, CancellationToken cancellationToken)
    {
        await lanes.ReplayAsync(cancellationToken).ConfigureAwait(false);
        await AcceptAsync(write, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AcceptAsync(Write write, CancellationToken cancellationToken)
    {
        await _backlog.EnterAsync(write, cancellationToken).ConfigureAwait(false);
        var queued = default(QueuedWrite);
        try
        {
            if (lanes.Accepts(write))
            {
                JournalAppend? append =
                    _journal is null ? null : await _journal.AppendAsync(write, cancellationToken).ConfigureAwait(false);
                queued = new QueuedWrite(write, clock.GetTimestamp(), append);
                if (lanes.TryPost(queued))
                    return;
            }
        }
        catch
        {
            _backlog.Leave();
            throw;
        }

        await RefuseAsync(queued).ConfigureAwait(false);
        throw WriterFailure.Stopped(write);
    }

    private bool TryJournal(Write write, out QueuedWrite queued)
    {
        queued = new QueuedWrite(write, clock.GetTimestamp());
        if (_journal is null)
            return true;

        try
        {
            if (!_journal.TryAppend(write, out var append))
                return false;

            queued = queued with { Append = append };
            return true;
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.JournalFull)
        {
            return false;
        }
    }

    // The journal would deliver a write after the next start, although the caller was refused.
    private async ValueTask RefuseAsync(QueuedWrite write)
    {
        _backlog.Leave();
        if (write.Append is not null)
            await _journal!.ReleaseAsync([write]).ConfigureAwait(false);
    }
}
