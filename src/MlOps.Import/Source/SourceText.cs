using System.Globalization;

namespace MlOps.Import.Source;

/// <summary>Reads values that PostgreSQL or people wrote as text.</summary>
internal static class SourceText
{
    private static readonly string[] Yes = ["true", "t", "yes", "y", "1", "on"];
    private static readonly string[] No = ["false", "f", "no", "n", "0", "off"];

    public static double? ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static bool? ParseFlag(string text)
    {
        var isYes = Yes.Contains(text, StringComparer.OrdinalIgnoreCase);
        return isYes || No.Contains(text, StringComparer.OrdinalIgnoreCase) ? isYes : null;
    }

    /// <summary>Reads a time, as UTC if it has no zone; null also for a time that .NET cannot hold, such as infinity.</summary>
    public static DateTimeOffset? ParseTime(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time : null;
    }

    /// <summary>Finds a member of an enumeration by its name or another name. Case and separators do not count.</summary>
    public static TEnum? ParseChoice<TEnum>(string text, (string Text, TEnum Value)[] others)
        where TEnum : struct, Enum
    {
        var plain = Simplify(text);
        return Enum.GetValues<TEnum>().Select(value => (Text: value.ToString(), Value: value)).Concat(others)
            .Where(choice => Simplify(choice.Text) == plain).Select(choice => (TEnum?)choice.Value).FirstOrDefault();
    }

    private static string Simplify(string text) =>
        string.Concat(text.Trim().Where(c => c is not ('_' or '-' or ' '))).ToLowerInvariant();
}
