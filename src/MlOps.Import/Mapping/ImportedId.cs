using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MlOps.Domain;

namespace MlOps.Import.Mapping;

/// <summary>
/// The id of an imported row: the old one where it fits, otherwise one that is computed from the row, so that each run finds
/// the same. docs/import.md shows the computation in SQL.
/// </summary>
internal static class ImportedId
{
    // The bits of version 8, which stands for ids that hold no time, and of the variant.
    private static readonly UInt128 Version8 = new(0x8000, 0x8000_0000_0000_0000);

    /// <summary>For tables that are sliced by id: the id must hold the time of the row.</summary>
    public static Guid Sliced(string table, string key, DateTimeOffset createdAt)
    {
        var fits = Guid.TryParseExact(key, "D", out var own)
            && Uuid7.TimeOf(own)?.ToUnixTimeMilliseconds() == createdAt.ToUnixTimeMilliseconds();
        return fits ? own : Uuid7.Create(createdAt, Hash(table, key));
    }

    /// <summary>For other tables: any uuid fits.</summary>
    public static Guid Plain(string table, string key)
    {
        if (Guid.TryParseExact(key, "D", out var own) && own != Guid.Empty)
            return own;

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, Hash(table, key) | Version8);
        return new Guid(id, bigEndian: true);
    }

    // The digits of an id: twelve that a time replaces, one for the version, three, one for the variant, and fifteen. The first
    // digits of the hash are those that no time replaces.
    private static UInt128 Hash(string table, string key)
    {
        var digits = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{table}/{key}")));
        var ordered = $"{digits[18..30]}0{digits[..3]}0{digits[3..18]}";
        return UInt128.Parse(ordered, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
