using System.Buffers.Binary;
using System.Text;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// The first bytes of a segment: magic (8), format version (4), number of the segment (8), checksum (4), and whose records it has:
/// length (4), owner (UTF-8), checksum (4).
/// </summary>
internal readonly record struct SegmentHeader(uint Version, long Number, string? Owner)
{
    public const uint CurrentVersion = 2;

    /// <summary>How many bytes of a file surely have its whole header.</summary>
    public const int MaxBytes = FixedBytes + sizeof(int) + MaxOwnerBytes + sizeof(uint);

    private const int MaxOwnerBytes = 1024;
    private const int FixedBytes = 24;
    private const int VersionAt = 8;
    private const int NumberAt = 12;
    private const int ChecksumAt = 20;

    private static ReadOnlySpan<byte> Magic => [0xFF, (byte)'M', (byte)'L', (byte)'O', (byte)'P', (byte)'S', (byte)'J', (byte)'N'];

    public static int LengthFor(string owner) => FixedBytes + sizeof(int) + Encoding.UTF8.GetByteCount(owner) + sizeof(uint);

    /// <summary>The header of a new segment.</summary>
    public static byte[] Create(long number, string owner)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(owner), MaxOwnerBytes, nameof(owner));
        var header = new byte[LengthFor(owner)];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(VersionAt), CurrentVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(NumberAt), number);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(ChecksumAt), Crc32C.Of(header.AsSpan(0, ChecksumAt)));
        var rest = header.AsSpan(FixedBytes);
        var length = Encoding.UTF8.GetBytes(owner, rest[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(rest, length);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[^sizeof(uint)..], Crc32C.Of(rest[..^sizeof(uint)]));
        return header;
    }

    /// <summary>
    /// Reads a header; false if it is damaged. Every version of the format begins with the same fields up to the first checksum.
    /// </summary>
    /// <param name="bytes">The first bytes of a segment.</param>
    /// <param name="header">The header. It has no owner if it is of another version.</param>
    /// <param name="length">How many bytes it has.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentHeader header, out int length)
    {
        (header, length) = (default, FixedBytes);
        if (bytes.Length < FixedBytes || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Crc32C.Of(bytes[..ChecksumAt]))
            return false;

        header = new SegmentHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[NumberAt..]),
            null);
        return header.Version != CurrentVersion || TryReadOwner(bytes[FixedBytes..], ref header, ref length);
    }

    private static bool TryReadOwner(ReadOnlySpan<byte> bytes, ref SegmentHeader header, ref int length)
    {
        if (bytes.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(bytes) is not (>= 0 and <= MaxOwnerBytes and var owner))
            return false;

        var end = sizeof(int) + owner;
        if (bytes.Length < end + sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[end..]) != Crc32C.Of(bytes[..end]))
            return false;

        header = header with { Owner = Encoding.UTF8.GetString(bytes[sizeof(int)..end]) };
        length += end + sizeof(uint);
        return true;
    }
}
