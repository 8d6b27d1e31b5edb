using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Posts the writes of an earlier process from the journal, each as soon as there is a place for it.</summary>
internal sealed class JournalReplay
{
    private readonly WriteJournal? _journal;
    private readonly Backlog _backlog;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalReplay(WriteJournal? journal, Backlog backlog, TimeProvider clock, ILogger logger)
    {
        (_journal, _backlog, _clock, _logger) = (journal, backlog, clock, logger);
        if (journal is not { HasRecords: true })
            _done.SetResult();
    }

    /// <summary>Completes when all of them are posted, so that labels of these may follow.</summary>
    public Task Done => _done.Task;

    /// <param name="tryPost">Takes a write; false once the writer stops.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(Func<QueuedWrite, bool> tryPost, CancellationToken cancellationToken)
    {
        if (_journal is not { HasRecords: true } journal)
            return;

        try
        {
            if (journal.Waiting > 0)
                WriterLog.Replaying(_logger, journal.Waiting);

            await foreach (var (position, write) in journal.ReplayAsync().ConfigureAwait(false))
            {
                await _backlog.WaitAsync(write, cancellationToken).ConfigureAwait(false);
                var append = new JournalAppend(position, Task.CompletedTask);
                if (tryPost(new QueuedWrite(write, _clock.GetTimestamp(), append, IsReplayed: true)))
                    continue;

                _backlog.Leave();
                Fail(WriterFailure.StoppedBeforeEnd());
                return;
            }
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.WriterStopped)
        {
            // The rest stays in the journal for the next start.
            Fail(WriterFailure.StoppedBeforeEnd());
        }
        catch (Exception e)
        {
            // A label must not overtake its prediction, so what waits for the replay fails as it does.
            Fail(e is OperationCanceledException ? WriterFailure.StoppedBeforeEnd() : e);
            throw;
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    private void Fail(Exception e)
    {
        _done.TrySetException(e);
        // Observed here, because no caller may be waiting for it.
        _ = _done.Task.Exception;
    }
}
