using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using MlOps.Server.Reading;

namespace MlOps.Server.Requests;

/// <summary>
/// Cuts a body of any length into its items: the lines of NDJSON, or the elements of a JSON array, or one JSON object after the other.
/// </summary>
internal sealed class ItemFrames(PipeReader body, bool hasLines, int maxItemBytes) : IDisposable
{
    private readonly JsonFrames _json = new();
    private byte[] _buffer = [];
    private bool _isAtEnd;
    private bool _isInLongLine;

    /// <summary>Reads the items that have come since the last call, at least one; false at the end of the body.</summary>
    /// <param name="items">Is filled with them. Their memory is valid until the next call.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<bool> ReadAsync(List<ItemFrame> items, CancellationToken cancellationToken)
    {
        items.Clear();
        while (!_isAtEnd && items.Count == 0)
        {
            var result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            var all = Copy(result.Buffer);
            var length = Cut(all, result.IsCompleted, items);
            if (!_isAtEnd && all.Length - length > maxItemBytes)
                length = Skip(items, all.Length);

            body.AdvanceTo(result.Buffer.GetPosition(length), result.Buffer.End);
            _isAtEnd |= result.IsCompleted;
        }

        return items.Count > 0;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <returns>How many bytes the items have.</returns>
    private int Cut(ReadOnlyMemory<byte> bytes, bool isLast, List<ItemFrame> items)
    {
        var start = 0;
        try
        {
            while (TryRead(bytes.Span, isLast, ref start, out var item))
            {
                var (offset, length) = item.GetOffsetAndLength(bytes.Length);
                if (_isInLongLine)
                {
                    _isInLongLine = false;
                    continue;
                }

                items.Add(length > maxItemBytes
                    ? new ItemFrame(new ItemTooLarge(maxItemBytes))
                    : new ItemFrame(bytes.Slice(offset, length)));
            }
        }
        catch (JsonException e)
        {
            End(items, new ItemRefusal(null, $"is no JSON, so neither it nor what follows can be read: {ItemJson.Explain(e)}"));
        }

        return start;
    }

    // The rest of a line that is too long is left out. Of another item nobody knows where the next one begins.
    private int Skip(List<ItemFrame> items, int end)
    {
        if (!hasLines)
            End(items, new ItemTooLarge(maxItemBytes));
        else if (!_isInLongLine)
            items.Add(new ItemFrame(new ItemTooLarge(maxItemBytes)));

        _isInLongLine = hasLines;
        return end;
    }

    // Nobody knows where the next item begins.
    private void End(List<ItemFrame> items, ItemRefusal refusal)
    {
        items.Add(new ItemFrame(refusal));
        _isAtEnd = true;
    }

    private ReadOnlyMemory<byte> Copy(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.Length > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        }

        bytes.CopyTo(_buffer);
        return _buffer.AsMemory(0, (int)bytes.Length);
    }

    private bool TryRead(ReadOnlySpan<byte> bytes, bool isLast, ref int start, out Range item) => hasLines
        ? TryReadLine(bytes, isLast, ref start, out item)
        : _json.TryRead(bytes, isLast, ref start, out item);

    private static bool TryReadLine(ReadOnlySpan<byte> bytes, bool isLast, ref int start, out Range line)
    {
        while (start < bytes.Length)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            if (length < 0 && !isLast)
                break;

            var end = length < 0 ? bytes.Length : start + length;
            line = start..end;
            start = Math.Min(end + 1, bytes.Length);
            if (bytes[line].IndexOfAnyExcept(" \t\r"u8) >= 0)
                return true;
        }

        line = default;
        return false;
    }
}
