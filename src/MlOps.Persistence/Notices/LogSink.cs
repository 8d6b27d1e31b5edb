using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Notices;

/// <summary>Writes notices into the log of the process.</summary>
internal sealed class LogSink(ILogger logger) : INoticeSink
{
    public string Name => NoticeOptions.LogSinkName;

    public Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        notice.WriteTo(logger);
        return Task.CompletedTask;
    }
}
