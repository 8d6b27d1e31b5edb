namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Finds the records in the bytes of a segment, and the damaged bytes between them.</summary>
internal sealed class SegmentScan
{
    private readonly List<(int Index, Range Payload)> _records = [];
    private readonly List<(int Start, int End)> _damage = [];

    private SegmentScan()
    {
    }

    /// <summary>The records in the order of writing. Their indices grow.</summary>
    public IReadOnlyList<(int Index, Range Payload)> Records => _records;

    /// <summary>The damaged ranges in the order of the file, each as long as possible.</summary>
    public IReadOnlyList<(int Start, int End)> Damage => _damage;

    /// <summary>The index that a record after those in the segment would have.</summary>
    public int NextIndex => _records is [.., var last] ? last.Index + 1 : 0;

    public static SegmentScan Of(ReadOnlySpan<byte> bytes, long segment)
    {
        var scan = new SegmentScan();
        var at = SegmentHeader.TryRead(bytes, out _, out var header) ? header : 0;
        while (at < bytes.Length)
        {
            if (!scan.TryAdd(bytes, segment, ref at))
                at = scan.SkipDamage(bytes, segment, at);
        }

        return scan;
    }

    private bool TryAdd(ReadOnlySpan<byte> bytes, long segment, ref int at)
    {
        if (!IsNext(bytes[at..], segment, out var index, out var length))
            return false;

        _records.Add((index, (at + RecordFrame.Bytes)..(at + RecordFrame.Bytes + length)));
        at += RecordFrame.Bytes + length;
        return true;
    }

    private int SkipDamage(ReadOnlySpan<byte> bytes, long segment, int start)
    {
        var at = start;
        do
        {
            at++;
            var found = bytes[at..].IndexOf(RecordFrame.Marker);
            at = found < 0 ? bytes.Length : at + found;
        }
        while (at < bytes.Length && !IsNext(bytes[at..], segment, out _, out _));

        _damage.Add((start, at));
        return at;
    }

    // If a damaged record contains a copy of an earlier one, that copy is not a record.
    private bool IsNext(ReadOnlySpan<byte> bytes, long segment, out int index, out int length) =>
        RecordFrame.TryRead(bytes, segment, out index, out length) && index >= NextIndex;
}
