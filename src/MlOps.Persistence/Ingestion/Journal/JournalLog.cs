using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>What a journal writes to the log.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(LogLevel.Critical, "The journal has ended, and accepts nothing more.")]
    public static partial void Ended(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning,
        "The journal's segment {Segment} is damaged at byte {Offset}: {Length} bytes are not a record. They were copied to {File}, "
        + "and the records around them are delivered. docs/journal.md says how to read that file.")]
    public static partial void Damaged(ILogger logger, string segment, int offset, int length, string file);

    [LoggerMessage(LogLevel.Information,
        "The journal's segment {Segment} ends in {Length} bytes of a record that was never acknowledged. They were cut off.")]
    public static partial void Torn(ILogger logger, string segment, int length);

    [LoggerMessage(LogLevel.Information, "The journal {Directory} holds {Records} records of an earlier process.")]
    public static partial void Recovered(ILogger logger, string directory, long records);

    [LoggerMessage(LogLevel.Error, "Writes to the journal fail. This is logged once, until a write succeeds again.")]
    public static partial void NotStored(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Writes to the journal {Directory} succeed again.")]
    public static partial void StoresAgain(ILogger logger, string directory);

    [LoggerMessage(LogLevel.Warning,
        "The journal's segment {Segment} could not be cut to {Length} bytes. A replay may deliver records after these bytes "
        + "that were never acknowledged.")]
    public static partial void NotCut(ILogger logger, Exception exception, string segment, long length);

    [LoggerMessage(LogLevel.Warning,
        "The journal's segment {Segment} could not be deleted. Its records are stored, and the next start replays them once more.")]
    public static partial void NotDeleted(ILogger logger, Exception exception, string segment);
}
