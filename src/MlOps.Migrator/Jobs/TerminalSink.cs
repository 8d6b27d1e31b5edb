using MlOps.Persistence.Notices;

namespace MlOps.Migrator.Jobs;

/// <summary>Shows notices on standard error, where no service has a log.</summary>
internal sealed class TerminalSink : INoticeSink
{
    public string Name => NoticeOptions.LogSinkName;

    public Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        Terminal.Note(notice.ToText());
        return Task.CompletedTask;
    }
}
