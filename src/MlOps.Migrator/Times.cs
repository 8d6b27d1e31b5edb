using System.Globalization;

namespace MlOps.Migrator;

/// <summary>Times as users type and read them.</summary>
internal static class Times
{
    public const string Form = "yyyy-MM-ddTHH:mmZ";

    // The last one is how times are listed.
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>Reads a day or a time. It is one of UTC unless it says another offset. Null for any other text.</summary>
    public static DateTimeOffset? Parse(string text) => DateTimeOffset.TryParseExact(
        text,
        Formats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time) ? time : null;

    public static string Show(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
