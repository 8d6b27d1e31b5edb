namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>One file of the journal. It knows which of its records are released.</summary>
internal sealed class Segment(long number, string path, long firstPosition, int headerBytes)
{
    private readonly List<ulong> _released = [];

    public long Number => number;

    public string Path => path;

    public long FirstPosition => firstPosition;

    /// <summary>How many bytes are certainly on disk.</summary>
    public long Length { get; private set; } = headerBytes;

    /// <summary>One more than the index of the last record.</summary>
    public int Count { get; private set; }

    public int Unreleased { get; private set; }

    /// <summary>Whether no more records are appended to it.</summary>
    public bool IsClosed { get; set; }

    public bool IsReleased => Unreleased == 0;

    public void Add(int records, long bytes)
    {
        Count += records;
        Unreleased += records;
        Length += bytes;
        while (_released.Count * 64 < Count)
            _released.Add(0);
    }

    /// <summary>Takes over the records of an earlier process. Lost indices are not records, and are never released.</summary>
    public void Recover(int count, int records, long length)
    {
        Add(count, 0);
        Unreleased = records;
        Length = length;
        IsClosed = true;
    }

    public bool Contains(long position) => position >= firstPosition && position - firstPosition < Count;

    public bool Holds(long position) => (_released[Word(position)] & Bit(position)) == 0;

    /// <summary>Releases a record; false if it was released before.</summary>
    public bool TryRelease(long position)
    {
        if (!Holds(position))
            return false;

        _released[Word(position)] |= Bit(position);
        Unreleased--;
        return true;
    }

    private int Word(long position) => (int)((position - firstPosition) / 64);

    private ulong Bit(long position) => 1UL << (int)((position - firstPosition) % 64);
}
