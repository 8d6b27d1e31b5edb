namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>The errors of a journal.</summary>
internal static class JournalFailure
{
    public static MlOpsException Full(JournalOptions options, long totalBytes, long unreleased) => new(
        MlOpsError.JournalFull,
        $"The journal {options.Directory} is full: it holds {totalBytes} of {options.MaximumBytes} bytes, with {unreleased} records "
        + "that are not yet in the database. The record was not accepted. Make sure that the database stores them, or allow "
        + "a larger journal, and write again.");

    public static MlOpsException TooLarge(JournalOptions options, int length) => new(
        MlOpsError.JournalRecordTooLarge,
        $"The journal {options.Directory} refuses a record of {length} bytes: the limit is {LongestPayload(options)}. "
        + "Write less at once, or allow longer records.");

    public static MlOpsException NotStored(JournalOptions options, AppendGroup group, Exception cause) => new(
        MlOpsError.JournalUnavailable,
        $"The journal {options.Directory} could not store {group.Count} records ({cause.Message.TrimEnd('.')}). None of them is "
        + "acknowledged. Make sure that the disk has space and the directory can be written. The next write tries again.",
        cause);

    public static MlOpsException InUse(JournalOptions options) => new(
        MlOpsError.JournalUnavailable,
        $"Another process uses the journal {options.Directory}. Give each process a directory of its own, or end the other one.");

    public static MlOpsException Unusable(JournalOptions options, Exception cause) => new(
        MlOpsError.JournalUnavailable,
        $"The journal {options.Directory} cannot be opened ({cause.Message.TrimEnd('.')}). Make it readable and writable, make space "
        + "on the disk, or choose another directory.",
        cause);

    public static MlOpsException Unreadable(string path, Exception cause) => new(
        MlOpsError.JournalUnavailable,
        $"The journal's segment {path} cannot be read ({cause.Message.TrimEnd('.')}). Its records stay there until they can be "
        + "delivered. Make it readable, and start again.",
        cause);

    public static MlOpsException NewerVersion(string path, uint version) => new(
        MlOpsError.JournalUnavailable,
        $"{path} has version {version} of the journal's format, and this program knows only version {SegmentHeader.CurrentVersion}. "
        + "Nothing was changed. Start the newer MlOps that wrote it, and let it store the records that wait there.");

    public static MlOpsException OlderVersion(string path, uint version) => new(
        MlOpsError.JournalUnavailable,
        $"{path} has version {version} of the journal's format, which does not say whose records it has. Nothing was changed. Start the "
        + "older MlOps that wrote it, and let it store the records that wait there.");

    public static MlOpsException OfOther(JournalOptions options, string owner) => new(
        MlOpsError.JournalUnavailable,
        $"The journal {options.Directory} belongs to {owner}, and this is {options.Owner}. Nothing was changed. Give each a directory "
        + "of its own. To store what waits there, start the application once as it was.");

    public static MlOpsException LockLost(JournalOptions options) => new(
        MlOpsError.JournalUnavailable,
        $"Somebody deleted or replaced {Path.Combine(options.Directory, JournalLock.Name)} while this process used the journal, so that "
        + "another process may use it too. Nothing more is accepted. Restart this process, and leave that file alone.");

    public static MlOpsException Ended(JournalOptions options, Exception cause) => new(
        MlOpsError.JournalUnavailable,
        $"The journal {options.Directory} accepts nothing more, because of an error that nobody expected ({cause.Message.TrimEnd('.')}). "
        + "Restart the application. What was acknowledged is delivered then.",
        cause);

    public static MlOpsException Renamed(string path, long number) => new(
        MlOpsError.JournalUnavailable,
        $"{path} is the segment {SegmentFile.NameOf(number)} under another name. Nothing was changed. Give it its name back, or move "
        + "it away if it is a copy.");

    public static MlOpsException NoSegment(string path, long length) => new(
        MlOpsError.JournalUnavailable,
        $"{path} has {length} bytes, more than a segment of a journal can have. Nothing of it was changed. Move it away.");

    public static long LongestPayload(JournalOptions options) =>
        Math.Min(options.MaximumRecordBytes, options.MaximumBytes - options.HeaderBytes - RecordFrame.Bytes);
}
