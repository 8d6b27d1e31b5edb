using System.Buffers.Binary;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// The frame before each payload: marker, length, index within the segment, and checksum, of 4 bytes each. The checksum includes the
/// number of the segment, so that bytes of another segment, on the disk or in a payload, are never taken for a record.
/// </summary>
internal static class RecordFrame
{
    public const int Bytes = 16;

    private const int LengthAt = 4;
    private const int IndexAt = 8;
    private const int ChecksumAt = 12;

    /// <summary>The first bytes of a record. UTF-8 never uses the first of them.</summary>
    public static ReadOnlySpan<byte> Marker => [0xFF, (byte)'M', (byte)'L', (byte)'R'];

    /// <summary>Writes a record without its index and checksum, which need a segment.</summary>
    public static void Write(Span<byte> record, ReadOnlySpan<byte> payload)
    {
        Marker.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record[LengthAt..], payload.Length);
        payload.CopyTo(record[Bytes..]);
    }

    /// <summary>Adds index and checksum to the records that follow each other in the bytes.</summary>
    public static void Seal(Span<byte> records, long segment, int index)
    {
        while (!records.IsEmpty)
        {
            BinaryPrimitives.WriteInt32LittleEndian(records[IndexAt..], index++);
            var length = BinaryPrimitives.ReadInt32LittleEndian(records[LengthAt..]);
            BinaryPrimitives.WriteUInt32LittleEndian(records[ChecksumAt..], Checksum(records, length, segment));
            records = records[(Bytes + length)..];
        }
    }

    /// <summary>Whether the bytes begin with a complete record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long segment, out int index, out int length)
    {
        index = 0;
        length = 0;
        if (bytes.Length < Bytes || !bytes.StartsWith(Marker))
            return false;

        index = BinaryPrimitives.ReadInt32LittleEndian(bytes[IndexAt..]);
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]);
        return length >= 0 && length <= bytes.Length - Bytes && HasChecksum(bytes, length, segment);
    }

    /// <summary>Whether the last bytes of a segment are the beginning of an incomplete record.</summary>
    public static bool IsTorn(ReadOnlySpan<byte> bytes, long segment, int nextIndex)
    {
        if (!Marker.StartsWith(bytes[..Math.Min(bytes.Length, Marker.Length)]))
            return false;
        if (bytes.Length < Bytes)
            return true;

        return BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]) > bytes.Length - Bytes
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[IndexAt..]) == nextIndex
            && !IsWholeButForItsLength(bytes, segment);
    }

    private static bool IsWholeButForItsLength(ReadOnlySpan<byte> bytes, long segment) =>
        HasChecksum(bytes, bytes.Length - Bytes, segment);

    private static bool HasChecksum(ReadOnlySpan<byte> bytes, int length, long segment) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Checksum(bytes, length, segment);

    private static uint Checksum(ReadOnlySpan<byte> record, int length, long segment)
    {
        var index = BinaryPrimitives.ReadUInt32LittleEndian(record[IndexAt..]);
        var crc = Crc32C.Add(Crc32C.Start, segment);
        crc = Crc32C.Add(crc, ((long)index << 32) | (uint)length);
        return ~Crc32C.Add(crc, record.Slice(Bytes, length));
    }
}
