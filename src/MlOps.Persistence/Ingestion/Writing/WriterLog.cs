using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What a writer writes to the log.</summary>
internal static partial class WriterLog
{
    [LoggerMessage(LogLevel.Warning, "The database did not take a batch; attempt {Attempt} follows in {Delay}. {Reason}")]
    public static partial void Retrying(ILogger logger, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(
        LogLevel.Warning, "The server did not store {Count} writes in the time that it has; {Fewer} at once are tried now. {Reason}")]
    public static partial void Halving(ILogger logger, int count, int fewer, string reason);

    [LoggerMessage(LogLevel.Information, "Storing {Count} writes of an earlier process from the journal.")]
    public static partial void Replaying(ILogger logger, long count);

    [LoggerMessage(LogLevel.Error, "What the journal has as {Where} cannot be stored by this program. {Reason}")]
    public static partial void Unreadable(ILogger logger, string where, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "Record {Position} of the journal is set aside as {File}. Each start tries it again, so a version that can read it stores it.")]
    public static partial void SetAside(ILogger logger, long position, string file);

    [LoggerMessage(LogLevel.Information, "{Count} writes stay in the journal and are stored after the next start.")]
    public static partial void RemainInJournal(ILogger logger, long count);

    [LoggerMessage(
        LogLevel.Critical,
        "{Count} writes are lost: the application ended before the database took them, and there is no journal. {Ids}")]
    public static partial void Lost(ILogger logger, int count, string ids);

    [LoggerMessage(
        LogLevel.Critical,
        "The prediction writer stopped before it stored all that it accepted. Remove the cause and start the application again.")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(
        LogLevel.Warning, "The writer cannot report itself in ml_writers, and goes on with its work. It tries again and again. {Reason}")]
    public static partial void NotReported(ILogger logger, string reason);

    [LoggerMessage(
        LogLevel.Warning, "The journal of tenant {Tenant} has writes of an earlier process, which wait. It is tried again. {Reason}")]
    public static partial void NotDelivered(ILogger logger, Guid tenant, string reason);

    [LoggerMessage(LogLevel.Error, "The writer of tenant {Tenant}, which had nothing to do, did not close as it should.")]
    public static partial void NotClosed(ILogger logger, Guid tenant, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Write} is in the database, but was never in the journal. {Reason}")]
    public static partial void NeverInJournal(ILogger logger, string write, string reason);
}
