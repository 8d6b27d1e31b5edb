using System.Buffers.Binary;

namespace MlOps.Domain;

/// <summary>Ids that sort by time (RFC 9562, version 7).</summary>
public static class Uuid7
{
    private const int Version = 7;

    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The smallest id that could be made at a moment: everything that is older sorts before it.</summary>
    public static Guid Lowest(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, moment.ToUnixTimeMilliseconds() << 16);
        bytes[6] = 0x70; // version
        bytes[8] = 0x80; // variant
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The millisecond in which an id was made; null if it is of another kind, which does not tell.</summary>
    public static DateTimeOffset? TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        return bytes[6] >> 4 == Version && milliseconds <= LastMillisecond
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
