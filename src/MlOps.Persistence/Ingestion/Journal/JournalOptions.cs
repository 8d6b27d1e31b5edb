namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Where a journal lies and how large it may become.</summary>
internal sealed record JournalOptions(string Directory)
{
    /// <summary>A segment that would grow beyond this is closed and another one begun.</summary>
    public long SegmentBytes { get; init; } = 16 << 20;

    /// <summary>Appends that would make all segments together larger than this are refused.</summary>
    public long MaximumBytes { get; init; } = 1 << 30;

    /// <summary>The longest payload. It is kept in memory as a whole, written and read alike.</summary>
    public int MaximumRecordBytes { get; init; } = 256 << 20;

    /// <summary>How long a segment stays open that nothing is appended to and whose records are all released.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(1);
}
