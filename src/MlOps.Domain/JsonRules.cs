using System.Buffers;
using System.Text;
using System.Text.Json;

namespace MlOps.Domain;

/// <summary>What jsonb refuses, and what no prediction needs. See <see cref="Json"/>.</summary>
internal static class JsonRules
{
    public const int MaxBytes = 16 * 1024 * 1024;
    public const int MaxDepth = 256;
    private const int MaxNumberLength = 400;
    private const int MaxZeroExponentDigits = 4;

    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions UniqueKeys = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Says what is wrong with the document, or null when PostgreSQL can store it.</summary>
    public static string? FindFault(string text)
    {
        if (text.Length > MaxBytes)
            return $"must have at most {MaxBytes / 1024 / 1024} MiB of JSON; it has {text.Length} characters";

        if (UnstorableCharacter.Find(text) is { } fault)
            return fault;

        var length = StrictUtf8.GetByteCount(text);
        if (length > MaxBytes)
            return $"must have at most {MaxBytes / 1024 / 1024} MiB of JSON; it has {length} bytes";

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var utf8 = buffer.AsMemory(0, StrictUtf8.GetBytes(text, buffer));
            return FindFault(utf8.Span) ?? FindKeyTwice(utf8);
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
                JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped => EscapeFault(ref reader),
                JsonTokenType.Number => NumberFault(ref reader),
                _ => null,
            };
            if (fault is not null)
                return $"{fault} (byte {reader.TokenStartIndex} of the JSON)";
        }

        return null;
    }

    // jsonb keeps the last value of a key and drops the others.
    private static string? FindKeyTwice(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, UniqueKeys);
            return null;
        }
        catch (JsonException e)
        {
            return $"has a key twice in one object, of which PostgreSQL would store only the last: {Shorten(e.Message)}";
        }
    }

    private static string? EscapeFault(ref Utf8JsonReader reader)
    {
        try
        {
            return UnstorableCharacter.Find(reader.GetString());
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say that an escape names half a character.
            return "has an escaped lone surrogate, which PostgreSQL cannot store";
        }
    }

    // numeric, which holds jsonb's numbers, has its limits far beyond a double's; nobody needs what lies between.
    private static string? NumberFault(ref Utf8JsonReader reader)
    {
        var token = reader.ValueSpan;
        var fits = token.Length <= MaxNumberLength && reader.TryGetDouble(out var value) && double.IsFinite(value)
            && (value != 0 || IsPlainZero(token));
        return fits ? null : $"has a number that does not fit a double: {Encoding.UTF8.GetString(token[..Math.Min(40, token.Length)])}";
    }

    // Even of a zero, numeric keeps the scale: it refuses 0e-16384.
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
