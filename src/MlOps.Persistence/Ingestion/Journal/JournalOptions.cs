namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>The directory of a journal, and how large it may become.</summary>
internal sealed record JournalOptions(string Directory)
{
    /// <summary>
    /// Whose records the journal has. Every segment says it, and an owner never gets the records of another one.
    /// </summary>
    public string Owner { get; init; } = "";

    /// <summary>How many bytes of a segment are its header.</summary>
    public int HeaderBytes => SegmentHeader.LengthFor(Owner);

    /// <summary>The size beyond which a segment is closed and the next one begins.</summary>
    public long SegmentBytes { get; init; } = 16 << 20;

    /// <summary>The size of all segments together beyond which appends are refused.</summary>
    public long MaximumBytes { get; init; } = 1 << 30;

    /// <summary>The longest payload. It is in memory as a whole when it is written or read.</summary>
    public int MaximumRecordBytes { get; init; } = 256 << 20;

    /// <summary>How long a segment without new records stays open when all of its records are released.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(1);
}
