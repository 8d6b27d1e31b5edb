using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Posts the writes of an earlier process from the journal, each as soon as there is a place for it.</summary>
internal sealed class JournalReplay
{
    private readonly WriteJournal? _journal;
    private readonly SemaphoreSlim _room;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalReplay(WriteJournal? journal, SemaphoreSlim room, TimeProvider clock, ILogger logger)
    {
        (_journal, _room, _clock, _logger) = (journal, room, clock, logger);
        if (journal is not { Waiting: > 0 })
            _done.SetResult();
    }

    /// <summary>Completes when all of them are posted, so that labels of these may follow.</summary>
    public Task Done => _done.Task;

    /// <param name="tryPost">Takes a write; false once the writer stops.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(Func<PendingWrite, bool> tryPost, CancellationToken cancellationToken)
    {
        try
        {
            if (_journal is not { Waiting: > 0 and var waiting } journal)
                return;

            WriterLog.Replaying(_logger, waiting);
            foreach (var (position, content) in journal.Replay())
            {
                await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
                var append = new JournalAppend(position, Task.CompletedTask);
                if (!tryPost(new PendingWrite(content, _clock.GetTimestamp(), append, IsReplayed: true)))
                    return;
            }
        }
        finally
        {
            _done.TrySetResult();
        }
    }
}
