using System.Globalization;

namespace MlOps.Server.Reading;

/// <summary>Reads times as programs write them. One without an offset is in UTC, wherever the server is.</summary>
internal static class ItemTime
{
    // "0001-01-01": anything shorter has no date, and the parser would take today's.
    private const int ShortestDate = 10;

    /// <exception cref="FormatException">It is no time.</exception>
    public static DateTimeOffset Parse(string text) =>
        text.Length >= ShortestDate && text[4] == '-' && text[7] == '-'
            ? DateTimeOffset.Parse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
            : throw new FormatException("The text is no time of ISO 8601.");
}
