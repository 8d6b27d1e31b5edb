using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MlOps.Persistence.Tests.Ingestion.Journal;

/// <summary>Which bytes of an undamaged segment belong to which record, read by other means than the journal's.</summary>
internal sealed record SegmentMap(string Path, int Length, bool IsLast, IReadOnlyList<(int Start, int End, int? Id)> Parts)
{
    private const int HeaderBytes = 32;
    private const int FrameBytes = 16;

    public static List<SegmentMap> Of(string[] paths) =>
        [.. paths.Select(path => Of(path, isLast: path == paths[^1]))];

    /// <summary>The ids of the records that end after the offset.</summary>
    public IEnumerable<int> IdsFrom(int offset) => Parts.Where(part => part.End > offset).Select(part => part.Id).OfType<int>();

    public IEnumerable<int> IdsAt(int offset) => Parts.Where(part => Covers(part, offset)).Select(part => part.Id).OfType<int>();

    public (int Start, int End) RecordAt(int offset)
    {
        var (start, end, _) = Parts.Single(part => Covers(part, offset));
        return (start, end);
    }

    public int StartOfRecordAt(int offset) => RecordAt(offset).Start;

    private static bool Covers((int Start, int End, int? Id) part, int offset) => part.Start <= offset && offset < part.End;

    private static SegmentMap Of(string path, bool isLast)
    {
        var bytes = File.ReadAllBytes(path);
        var parts = new List<(int, int, int?)> { (0, HeaderBytes, null) };
        for (var at = HeaderBytes; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
            var payload = Encoding.UTF8.GetString(bytes, at + FrameBytes, length);
            parts.Add((at, at + FrameBytes + length, int.Parse(payload.Split(':')[0], CultureInfo.InvariantCulture)));
            at += FrameBytes + length;
        }

        return new SegmentMap(path, bytes.Length, isLast, parts);
    }
}
