using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Notices;

/// <summary>What the log says of notices.</summary>
internal static partial class NoticeLog
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "Notice {Notice} did not reach sink '{Sink}': {Reason} It is tried again at {Next}.")]
    public static partial void NotDelivered(ILogger logger, Guid notice, string sink, string reason, DateTimeOffset next);
}
