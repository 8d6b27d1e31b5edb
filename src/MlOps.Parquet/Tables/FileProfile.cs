using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using MlOps.Parquet.Columns;

namespace MlOps.Parquet.Tables;

/// <summary>Computes what the rows of a file are, as the server does for those of a table.</summary>
internal sealed class FileProfile
{
    private const string Missing = "null";

    private readonly UInt128[] _sums;
    private readonly long[] _counts;
    private UInt128 _rowSum;
    private long _rows;
    private byte[] _bytes = new byte[256];

    private FileProfile(int columns) => (_sums, _counts) = (new UInt128[columns], new long[columns]);

    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static async Task<TableProfile> ReadAsync(
        string path, IReadOnlyList<FileColumn> columns, CancellationToken cancellationToken)
    {
        var profile = new FileProfile(columns.Count);
        var buffers = await FileReader.ReadAsync(
            path,
            columns,
            (group, rows, _) =>
            {
                profile.Add(group, rows);
                cancellationToken.ThrowIfCancellationRequested();
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return new TableProfile(
            profile._rows,
            Show(profile._rowSum),
            [
                .. buffers.Select((buffer, i) => new ColumnProfile(
                    columns[i].Type, profile._counts[i], buffer.Range.Min, buffer.Range.Max, Show(profile._sums[i]))),
            ]);
    }

    private void Add(IReadOnlyList<ColumnBuffer> buffers, int rows)
    {
        Span<char> hash = stackalloc char[ColumnSql.HashDigits];
        var row = new StringBuilder();
        for (var i = 0; i < rows; i++)
        {
            row.Clear();
            for (var column = 0; column < buffers.Count; column++)
            {
                row.Append(column == 0 ? "" : ",");
                if (buffers[column].TextOf(i) is { } text)
                {
                    _sums[column] += Hash(text, hash);
                    _counts[column]++;
                    row.Append(hash);
                }
                else
                {
                    row.Append(Missing);
                }
            }

            _rowSum += Hash(row.ToString(), hash);
        }

        _rows += rows;
    }

    // Its digits, and the number that they are.
    private ulong Hash(string text, Span<char> digits)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < length)
            _bytes = new byte[length];

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<char> hex = stackalloc char[SHA256.HashSizeInBytes * 2];
        SHA256.HashData(_bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes)), hash);
        Convert.TryToHexStringLower(hash, hex, out _);
        hex[..digits.Length].CopyTo(digits);
        return ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static string Show(BigInteger sum) => sum.ToString(CultureInfo.InvariantCulture);
}
