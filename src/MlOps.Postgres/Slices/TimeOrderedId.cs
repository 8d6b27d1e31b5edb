using System.Buffers.Binary;

namespace MlOps.Postgres.Slices;

/// <summary>The time in UUIDs that sort by time (RFC 9562, version 7).</summary>
internal static class TimeOrderedId
{
    private const int Version = 7;

    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The smallest id that could be made at a moment: everything that is older sorts before it.</summary>
    public static Guid Lowest(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, moment.ToUnixTimeMilliseconds() << 16);
        bytes[6] = Version << 4;
        bytes[8] = 0x80; // variant
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The millisecond in which an id was made; null if it is of another version.</summary>
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
