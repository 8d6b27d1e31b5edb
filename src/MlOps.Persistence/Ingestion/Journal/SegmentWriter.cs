namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Appends groups to one segment, each with one write.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly string _owner;
    private bool _hasHeader;

    private SegmentWriter(FileStream file, Segment segment, string owner) => (_file, Segment, _owner) = (file, segment, owner);

    public Segment Segment { get; }

    public static SegmentWriter Create(Segment segment, string owner, long reserved) =>
        new(SegmentFile.Create(segment.Path, FileMode.CreateNew, reserved), segment, owner);

    public bool HasRoomFor(AppendGroup group, long limit) => Segment.Count == 0 || Segment.Length + group.Length <= limit;

    /// <summary>Writes a group to disk. If it throws, it is unknown what is on disk.</summary>
    public void Append(AppendGroup group)
    {
        WriteHeader();
        RecordFrame.Seal(group.Bytes.Span, Segment.Number, Segment.Count);
        RandomAccess.Write(_file.SafeFileHandle, group.Bytes.Span, Segment.Length);
    }

    /// <summary>Removes the remains of a failed write, and frees the reserved space.</summary>
    public void Cut() => SegmentFile.Cut(_file.SafeFileHandle, Segment.Length);

    public void Dispose() => _file.Dispose();

    private void WriteHeader()
    {
        if (_hasHeader)
            return;

        RandomAccess.Write(_file.SafeFileHandle, SegmentHeader.Create(Segment.Number, _owner), 0);
        _hasHeader = true;
    }
}
