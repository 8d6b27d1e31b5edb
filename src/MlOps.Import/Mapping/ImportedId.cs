using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MlOps.Domain;

namespace MlOps.Import.Mapping;

/// <summary>
/// The id that a row gets here: its own where that will do, and otherwise one that follows from the row alone, so that every
/// run finds the same. docs/import.md has the same in SQL.
/// </summary>
internal static class ImportedId
{
    // Where an id has its version, which is 8 for those that hold no time, and its variant.
    private static readonly UInt128 Version8 = new(0x8000, 0x8000_0000_0000_0000);

    /// <summary>For tables that are sliced by id: it has to tell when the row was made.</summary>
    public static Guid Sliced(string table, string key, DateTimeOffset createdAt)
    {
        var isOwn = Guid.TryParseExact(key, "D", out var own) && Uuid7.TimeOf(own)?.ToUnixTimeMilliseconds() == createdAt.ToUnixTimeMilliseconds();
        return isOwn ? own : Uuid7.Create(createdAt, Hash(table, key));
    }

    /// <summary>For other tables: any uuid will do.</summary>
    public static Guid Plain(string table, string key)
    {
        if (Guid.TryParseExact(key, "D", out var own) && own != Guid.Empty)
            return own;

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, Hash(table, key) | Version8);
        return new Guid(id, bigEndian: true);
    }

    // As digits: twelve that give way to the time where there is one, a place for the version, three, one for the variant, and
    // fifteen. The first digits of the hash are those that no time replaces.
    private static UInt128 Hash(string table, string key)
    {
        var digits = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{table}/{key}")));
        return UInt128.Parse($"{digits[18..30]}0{digits[..3]}0{digits[3..18]}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
