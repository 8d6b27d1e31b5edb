using System.Globalization;

namespace MlOps.Persistence.Alerts;

/// <summary>Writes numbers and times for people.</summary>
internal static class Shown
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => $"{Number(span.TotalDays)} days",
        { TotalHours: >= 2 } => $"{Number(span.TotalHours)} hours",
        { TotalMinutes: >= 2 } => $"{Number(span.TotalMinutes)} minutes",
        _ => $"{Number(span.TotalSeconds)} seconds",
    };
}
