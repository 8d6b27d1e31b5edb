using System.Buffers;
using System.Text;
using System.Text.Json;

namespace MlOps.Domain;

/// <summary>Finds what jsonb refuses, and what no document needs. See <see cref="Json"/>.</summary>
internal static class JsonRules
{
    public const int MaxBytes = 16 * 1024 * 1024;
    public const int MaxDepth = 256;
    private const int MaxNumberLength = 400;
    private const int MaxZeroExponentDigits = 4;
    private const int MaxShownDigits = 40;

    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions UniqueKeys =
        new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Describes what is wrong with the document; null when PostgreSQL can store it.</summary>
    public static string? FindFault(string text)
    {
        if (text.Length > MaxBytes)
            return $"must have at most {MaxBytes / 1024 / 1024} MiB of JSON; it has {text.Length} characters";

        if (UnstorableCharacter.FindFault(text) is { } fault)
            return fault;

        var length = StrictUtf8.GetByteCount(text);
        if (length > MaxBytes)
            return $"must have at most {MaxBytes / 1024 / 1024} MiB of JSON; it has {length} bytes";

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var utf8 = buffer.AsMemory(0, StrictUtf8.GetBytes(text, buffer));
            return FindFault(utf8.Span) ?? FindDuplicateKey(utf8);
        }
        catch (JsonException e)
        {
            return $"is not valid JSON: {Shorten(e.Message)}: {UnstorableCharacter.Quote(text)}";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? FindFault(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            var fault = reader.TokenType switch
            {
                JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped =>
                    FindEscapeFault(ref reader),
                JsonTokenType.Number => FindNumberFault(ref reader),
                _ => null,
            };
            if (fault is not null)
                return $"{fault} (byte {reader.TokenStartIndex} of the JSON)";
        }

        return null;
    }

    // Of several values for one key, jsonb would store only the last.
    private static string? FindDuplicateKey(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, UniqueKeys);
            return null;
        }
        catch (JsonException e)
        {
            return "has the same key twice in one object, and PostgreSQL would store only the last value: " +
                Shorten(e.Message);
        }
    }

    private static string? FindEscapeFault(ref Utf8JsonReader reader)
    {
        try
        {
            return UnstorableCharacter.FindFault(reader.GetString());
        }
        catch (InvalidOperationException)
        {
            // This is how the reader reports an escape for only half of a character.
            return "has an escaped lone surrogate, which PostgreSQL cannot store";
        }
    }

    // jsonb stores numbers as numeric, which goes far beyond a double. Nobody needs the numbers in between.
    private static string? FindNumberFault(ref Utf8JsonReader reader)
    {
        var token = reader.ValueSpan;
        var fits = token.Length <= MaxNumberLength && reader.TryGetDouble(out var value) && double.IsFinite(value)
            && (value != 0 || IsPlainZero(token));
        return fits
            ? null
            : "has a number that does not fit into a double: " +
                Encoding.UTF8.GetString(token[..Math.Min(MaxShownDigits, token.Length)]);
    }

    // numeric preserves the scale even of zero, and refuses 0e-16384.
    private static bool IsPlainZero(ReadOnlySpan<byte> number)
    {
        var mark = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = mark < 0 ? number : number[..mark];
        var exponent = mark < 0 ? [] : number[(mark + 1)..].TrimStart("+-"u8);
        return mantissa.IndexOfAnyInRange((byte)'1', (byte)'9') < 0 && exponent.Length <= MaxZeroExponentDigits;
    }

    private static string Shorten(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
