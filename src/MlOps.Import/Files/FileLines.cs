using System.Runtime.CompilerServices;
using System.Text;
using MlOps.Persistence;

namespace MlOps.Import.Files;

/// <summary>
/// Reads a file line by line. A line that is too long is skipped up to its end, so that it costs no memory and none of its neighbours.
/// </summary>
/// <param name="stream">The file. It stays open.</param>
internal sealed class FileLines(Stream stream)
{
    public const int MaxBytes = 1 << 20;

    private const int ShownBytes = 500;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _line = new byte[MaxBytes];
    private int _length;
    private long _number;
    private bool _isTooLong;

    /// <exception cref="MlOpsException">The file is not in UTF-8.</exception>
    public async IAsyncEnumerable<FileLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            for (var start = 0; start < read;)
            {
                var end = buffer.AsSpan(start, read - start).IndexOf((byte)'\n');
                Add(buffer.AsSpan(start, end < 0 ? read - start : end));
                if (end < 0)
                    break;

                yield return EndLine();
                start += end + 1;
            }
        }

        if (_length > 0)
            yield return EndLine();
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        var room = Math.Min(part.Length, MaxBytes - _length);
        part[..room].CopyTo(_line.AsSpan(_length));
        _length += room;
        _isTooLong |= room < part.Length;
    }

    private FileLine EndLine()
    {
        var bytes = _line.AsSpan(0, _length);
        _number++;
        if (_number == 1)
            bytes = SkipMark(bytes);

        if (bytes is [.., (byte)'\r'])
            bytes = bytes[..^1];

        var isTooLong = _isTooLong;
        (_length, _isTooLong) = (0, false);
        if (isTooLong)
            return new FileLine(_number, ShowBeginning(bytes), $"The line has more than {MaxBytes} bytes.");

        try
        {
            return new FileLine(_number, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new FileLine(_number, ShowBeginning(bytes), "The line is not in UTF-8.");
        }
    }

    private static Span<byte> SkipMark(Span<byte> bytes) =>
        bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
            ? throw new MlOpsException(MlOpsError.Configuration, "The file is in UTF-16. Convert it to UTF-8, for instance by iconv.")
            : bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;

    private static string ShowBeginning(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, ShownBytes)]);
}
