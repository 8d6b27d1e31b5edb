using System.Globalization;
using System.Text;

namespace MlOps.Domain;

/// <summary>The two kinds of character that a .NET string can hold and PostgreSQL text cannot.</summary>
internal static class UnstorableCharacter
{
    private const int QuotedLength = 60;

    /// <summary>Describes the first such character; null when there is none.</summary>
    public static string? FindFault(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\0') is >= 0 and var position)
            return $"has U+0000 at position {position}, which PostgreSQL cannot store";

        // Most texts have no surrogate at all, and this scan is vectorized.
        var start = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var i = start; start >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return $"has a lone surrogate (U+{(int)text[i]:X4}) at position {i}, which PostgreSQL cannot store";
        }

        return null;
    }

    /// <summary>The text in quotes, cut short, with the code of each character that cannot be printed.</summary>
    public static string Quote(string? text)
    {
        if (text is null)
            return "null";

        var quoted = new StringBuilder("'");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, QuotedLength)))
        {
            if (char.IsControl(character) || char.IsSurrogate(character))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                quoted.Append(character);
        }

        return quoted.Append(text.Length > QuotedLength ? "…'" : "'").ToString();
    }
}
