using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Finds the records of an earlier process, and copies damaged bytes to the quarantine.</summary>
internal sealed class JournalRecovery(JournalOptions options, ILogger logger)
{
    private readonly Quarantine _quarantine = new(options.Directory);
    private readonly List<Segment> _segments = [];
    private long _position;

    public long LastSegment { get; private set; }

    public long NextPosition => _position;

    /// <summary>Finds the segments with records, the oldest first, and deletes the others.</summary>
    public IReadOnlyList<Segment> Run()
    {
        var files = SegmentFile.In(options.Directory);
        foreach (var (number, path) in files)
            RequireReadable(number, path);
        foreach (var (number, path) in files)
            Recover(number, path, isLast: number == files[^1].Number);
        return _segments;
    }

    // Runs for all segments before any of them is changed.
    private void RequireReadable(long number, string path)
    {
        // The records of a damaged header are delivered, since each of them says by itself whose it is.
        if (!SegmentHeader.TryRead(SegmentFile.ReadHeader(path), out var header, out _))
            return;
        if (header.Version > SegmentHeader.CurrentVersion)
            throw JournalFailure.NewerVersion(path, header.Version);
        if (header.Version < SegmentHeader.CurrentVersion)
            throw JournalFailure.OlderVersion(path, header.Version);
        if (header.Owner != options.Owner)
            throw JournalFailure.OfOther(options, header.Owner!);
        if (header.Number != number)
            throw JournalFailure.Renamed(path, header.Number);
    }

    private void Recover(long number, string path, bool isLast)
    {
        var bytes = SegmentFile.Read(path).Span;
        var scan = SegmentScan.Of(bytes, number);
        var length = bytes.Length;
        foreach (var (start, end) in scan.Damage)
        {
            if (isLast && end == bytes.Length && IsTorn(bytes, start, number, scan.NextIndex))
                Cut(path, length, length = start);
            else
                JournalLog.Damaged(logger, path, start, end - start, _quarantine.Keep(number, start, bytes[start..end]));
        }

        LastSegment = number;
        if (scan.Records.Count > 0)
            Add(new Segment(number, path, _position, options.HeaderBytes), scan.NextIndex, scan.Records.Count, length);
        else
            File.Delete(path);
    }

    private void Add(Segment segment, int count, int records, long length)
    {
        segment.Recover(count, records, length);
        _segments.Add(segment);
        _position += count;
    }

    // A process was killed, or its machine stopped, while it wrote to its last segment. These bytes were never acknowledged, because a
    // flush comes first. In an earlier segment they are damage.
    private bool IsTorn(ReadOnlySpan<byte> bytes, int start, long number, int nextIndex) =>
        bytes.Length < options.HeaderBytes
        || !bytes[start..].ContainsAnyExcept((byte)0)
        || RecordFrame.IsTorn(bytes[start..], number, nextIndex);

    private void Cut(string path, int length, int end)
    {
        JournalLog.Torn(logger, path, length - end);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        SegmentFile.Cut(file, end);
    }
}
