using System.Buffers.Binary;

namespace MlOps.Domain;

/// <summary>Ids that sort by time (RFC 9562, version 7).</summary>
public static class Uuid7
{
    private const int Version = 7;

    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The lowest id that a moment can have. All ids of earlier moments sort before it.</summary>
    public static Guid Lowest(DateTimeOffset moment) => Create(moment, UInt128.Zero);

    /// <summary>Creates an id from a moment and from random bits. The same arguments give the same id.</summary>
    /// <param name="moment">The moment. The id contains its millisecond.</param>
    /// <param name="random">The random bits, of which 74 have a place in the id.</param>
    public static Guid Create(DateTimeOffset moment, UInt128 random)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, random);
        var afterTime = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, moment.ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)((afterTime & 0x0FFF) | 0x7000)); // version
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80); // variant
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The millisecond of an id; null for an id of another kind, which does not contain it.</summary>
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
