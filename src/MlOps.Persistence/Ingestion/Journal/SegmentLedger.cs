using System.Diagnostics.CodeAnalysis;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>The segments in the order of their positions. Use it only within the lock of the queue.</summary>
internal sealed class SegmentLedger
{
    private readonly List<Segment> _segments = [];

    public long UnreleasedRecords { get; private set; }

    /// <summary>Whether the newest segment is open, and all of its records are released.</summary>
    public bool IsIdle => _segments is [.., { IsClosed: false, IsReleased: true }];

    public void Add(Segment segment)
    {
        _segments.Add(segment);
        UnreleasedRecords += segment.Unreleased;
    }

    public void Remove(Segment segment) => _segments.Remove(segment);

    public void Written(Segment segment, AppendGroup group)
    {
        segment.Add(group.Count, group.Length);
        UnreleasedRecords += group.Count;
    }

    /// <summary>Releases a record. Returns its segment if all records of that are released now, or else null.</summary>
    public Segment? Release(long position)
    {
        if (!TryFind(position, out var segment) || !segment.TryRelease(position))
            return null;

        UnreleasedRecords--;
        return segment.IsReleased ? segment : null;
    }

    private bool TryFind(long position, [NotNullWhen(true)] out Segment? segment)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _segments[middle].FirstPosition <= position ? (middle, high) : (low, middle - 1);
        }

        segment = high >= 0 ? _segments[low] : null;
        return segment is not null && segment.Contains(position);
    }
}
