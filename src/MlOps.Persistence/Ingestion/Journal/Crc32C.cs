using System.Buffers.Binary;
using System.Numerics;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>CRC-32C (Castagnoli), which iSCSI and ext4 use too, computed by an instruction of the processor.</summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(Start, bytes);

    public static uint Add(uint crc, long value) => BitOperations.Crc32C(crc, (ulong)value);

    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);

        return crc;
    }
}
