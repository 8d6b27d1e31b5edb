using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Brings what an earlier process left in the journal on its way, each write when there is room for it.</summary>
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

    /// <summary>All of it is on its way, so that what is about it may follow.</summary>
    public Task Done => _done.Task;

    /// <param name="tryPost">Takes a write; false if nothing is taken any more.</param>
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
