using System.Globalization;

namespace MlOps.Migrator.Commands;

/// <summary>A time in the future.</summary>
internal sealed class UntilOption : ValueOption<DateTimeOffset>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public UntilOption(string description)
        : base(
            "--until",
            $"{description}: a time such as 2026-12-24T18:00Z, in UTC if it names no zone, or a span from now such as 90m, 8h or 3d.",
            "a time in the future such as 2026-12-24T18:00Z, or a span from now such as 90m, 8h or 3d",
            text => Parse(text, TimeProvider.System.GetUtcNow()))
    {
        Required = true;
        HelpName = "yyyy-MM-ddTHH:mmZ";
    }

    internal static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        var time = ParseSpan(text) is { } span ? now + span : ParseTime(text);
        return time > now && time < now + Longest ? time : null;
    }

    private static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;

    private static TimeSpan? ParseSpan(string text)
    {
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return null;

        TimeSpan? unit = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return count * unit?.TotalDays < Longest.TotalDays ? count * unit : null;
    }
}
