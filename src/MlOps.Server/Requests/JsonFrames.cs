using System.Text.Json;

namespace MlOps.Server.Requests;

/// <summary>Finds the elements of a JSON array, or one JSON value after the other, in bytes that come piece by piece.</summary>
internal sealed class JsonFrames
{
    // Deeper than an item may be, which its reader refuses: here it would cost all that follow.
    private const int MaxDepth = 1000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth, AllowMultipleValues = true };

    private JsonReaderState _state = new(Options);
    private bool _isInArray;

    /// <summary>Finds the next value that is complete.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="isLast">Whether nothing more will.</param>
    /// <param name="start">Where to begin, and then where the rest begins.</param>
    /// <param name="value">Where the value is.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TryRead(ReadOnlySpan<byte> bytes, bool isLast, ref int start, out Range value)
    {
        var reader = new Utf8JsonReader(bytes[start..], isLast, _state);
        while (true)
        {
            var before = reader;
            if (!reader.Read())
            {
                if (isLast && _isInArray)
                    throw new JsonException("The array has no end.");

                value = default;
                return Stop(before, ref start, false);
            }

            if (reader.CurrentDepth == 0 && reader.TokenType == (_isInArray ? JsonTokenType.EndArray : JsonTokenType.StartArray))
            {
                _isInArray = !_isInArray;
                continue;
            }

            var first = start + (int)reader.TokenStartIndex;
            if (!reader.TrySkip())
            {
                value = default;
                return Stop(before, ref start, false);
            }

            value = first..(start + (int)reader.BytesConsumed);
            return Stop(reader, ref start, true);
        }
    }

    private bool Stop(in Utf8JsonReader reader, ref int start, bool isFound)
    {
        start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return isFound;
    }
}
