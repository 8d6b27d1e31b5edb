using System.Buffers.Binary;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>The first bytes of a segment: magic (8), format version (4), number of the segment (8), checksum (4).</summary>
internal static class SegmentHeader
{
    public const int Bytes = 24;
    public const uint Version = 1;

    private const int VersionAt = 8;
    private const int NumberAt = 12;
    private const int ChecksumAt = 20;

    private static ReadOnlySpan<byte> Magic => [0xFF, (byte)'M', (byte)'L', (byte)'O', (byte)'P', (byte)'S', (byte)'J', (byte)'N'];

    public static void Write(Span<byte> header, long number)
    {
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[VersionAt..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[NumberAt..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(header[ChecksumAt..], Crc32C.Of(header[..ChecksumAt]));
    }

    /// <summary>Reads a header; false if it is damaged. Every version of the format begins with these fields.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out uint version, out long number)
    {
        version = 0;
        number = 0;
        if (bytes.Length < Bytes || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Crc32C.Of(bytes[..ChecksumAt]))
            return false;

        version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionAt..]);
        number = BinaryPrimitives.ReadInt64LittleEndian(bytes[NumberAt..]);
        return true;
    }
}
