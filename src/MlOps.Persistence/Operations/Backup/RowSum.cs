using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>
/// How many rows there are, and the sum of their hashes. The order of the rows makes no difference, and a table has the sum of its
/// partitions.
/// </summary>
internal sealed class RowSum
{
    private readonly ulong[] _parts = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];

    public long Rows { get; private set; }

    public void AddRow(ReadOnlySpan<byte> hash)
    {
        Rows++;
        for (var i = 0; i < _parts.Length; i++)
            _parts[i] = unchecked(_parts[i] + BinaryPrimitives.ReadUInt64BigEndian(hash[(i * sizeof(ulong))..]));
    }

    public void Add(RowSum other)
    {
        Rows += other.Rows;
        for (var i = 0; i < _parts.Length; i++)
            _parts[i] = unchecked(_parts[i] + other._parts[i]);
    }

    /// <summary>The sum as hexadecimal digits.</summary>
    public override string ToString() => string.Concat(_parts.Select(part => part.ToString("x16", CultureInfo.InvariantCulture)));
}
