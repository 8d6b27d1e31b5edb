using System.Globalization;

namespace MlOps.Migrator;

/// <summary>Spans of time as users type and read them: 15s, 5m, 1h, 7d.</summary>
internal static class Span
{
    private static readonly (char Letter, TimeSpan Length)[] Units =
        [('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    // Longer ones could not be added to a time.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Reads a span, of a century at most. Without a unit it is in seconds. Null for any other text.</summary>
    public static TimeSpan? Parse(string text)
    {
        var unit = Array.Find(Units, unit => text.EndsWith(unit.Letter));
        var number = unit == default ? text : text[..^1];
        var length = unit == default ? TimeSpan.FromSeconds(1) : unit.Length;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count <= Longest / length ? count * length : null;
    }

    /// <summary>Shows a span in the largest unit that it has a whole number of.</summary>
    public static string Show(TimeSpan span)
    {
        var unit = Array.Find(Units, unit => span > TimeSpan.Zero && span.Ticks % unit.Length.Ticks == 0);
        return unit == default
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.######}s")
            : string.Create(CultureInfo.InvariantCulture, $"{span / unit.Length:0}{unit.Letter}");
    }
}
