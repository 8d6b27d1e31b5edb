using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MlOps.Domain;

namespace MlOps.Persistence.Import;

/// <summary>
/// The id that a row gets here: its own where that will do, and otherwise one that follows from the row alone, so that every
/// run finds the same. docs/import.md has the same in SQL.
/// </summary>
internal static class ImportedId
{
    private const byte Version7 = 0x70;
    private const byte Version8 = 0x80;
    private const byte Variant = 0x80;

    /// <summary>For tables that are sliced by id: it has to tell when the row was made.</summary>
    public static Guid Sliced(string table, string key, DateTimeOffset createdAt)
    {
        var milliseconds = createdAt.ToUnixTimeMilliseconds();
        if (Guid.TryParseExact(key, "D", out var own) && Uuid7.TimeOf(own)?.ToUnixTimeMilliseconds() == milliseconds)
            return own;

        Span<byte> id = stackalloc byte[16];
        Hash(table, key, id, Version7);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, milliseconds << 16);
        time[..6].CopyTo(id);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>For other tables: any uuid will do.</summary>
    public static Guid Plain(string table, string key)
    {
        if (Guid.TryParseExact(key, "D", out var own) && own != Guid.Empty)
            return own;

        Span<byte> id = stackalloc byte[16];
        Hash(table, key, id, Version8);
        return new Guid(id, bigEndian: true);
    }

    // Bytes 6 and 7 hold the version and three digits of the hash, 8 to 15 the variant and the next fifteen. The first twelve
    // digits are the last that are used, and give way to the time.
    private static void Hash(string table, string key, Span<byte> id, byte version)
    {
        var digits = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{table}/{key}")));
        var text = $"{digits[18..30]}0{digits[..3]}0{digits[3..18]}";
        Convert.FromHexString(text).CopyTo(id);
        id[6] |= version;
        id[8] |= Variant;
    }
}
