using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlOps.Domain;

/// <summary>
/// Writes a document in the one form that it has by RFC 8785: without white space, with the keys in the order of their UTF-16 code units,
/// and each number as ECMAScript writes it. So a hash of it does not depend on who wrote it.
/// </summary>
internal static class CanonicalJson
{
    public static string Write(string document)
    {
        using var parsed = JsonDocument.Parse(document, JsonRules.DocumentOptions);
        var text = new StringBuilder();
        Write(parsed.RootElement, text);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Write('{', element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal), '}', text, property =>
                {
                    Write(property.Name, text);
                    text.Append(':');
                    Write(property.Value, text);
                });
                break;
            case JsonValueKind.Array:
                Write('[', element.EnumerateArray(), ']', text, item => Write(item, text));
                break;
            case JsonValueKind.String:
                Write(element.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(Format(element.GetDouble()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void Write<T>(char open, IEnumerable<T> items, char close, StringBuilder text, Action<T> write)
    {
        text.Append(open);
        foreach (var (i, item) in items.Index())
        {
            if (i > 0)
                text.Append(',');

            write(item);
        }

        text.Append(close);
    }

    private static void Write(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' or '\\' => text.Append('\\').Append(character),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }

    // The shortest digits that mean the number are those of .NET too. The point is elsewhere.
    private static string Format(double number)
    {
        if (number == 0)
            return "0";

        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var mantissa = parts[0].Replace(".", "", StringComparison.Ordinal);
        var leadingZeros = mantissa.Length - mantissa.TrimStart('0').Length;
        var whole = parts[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : parts[0].Length;
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return (number < 0 ? "-" : "") + Place(mantissa.Trim('0'), whole + exponent - leadingZeros);
    }

    // The point stands behind so many digits.
    private static string Place(string digits, int point) => point switch
    {
        > 21 or <= -6 => $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(point > 0 ? "+" : "")}{point - 1}",
        <= 0 => $"0.{new string('0', -point)}{digits}",
        _ when point >= digits.Length => digits + new string('0', point - digits.Length),
        _ => $"{digits[..point]}.{digits[point..]}",
    };
}
