using System.Globalization;

namespace MlOps.Domain.Patterns;

/// <summary>
/// Finds services with far more or fewer predictions than in the same hours of the weeks before. It compares square roots of counts
/// with their median, since chance spreads the roots of all counts alike. The spread is that of all hours of these weeks (by the median of
/// the distances), and that of chance at least. So a service that grows, or that swings by itself, breaks nothing.
/// </summary>
public static class VolumeDetector
{
    public const string PatternType = "volume_break";

    /// <summary>How many weeks before a day count.</summary>
    public const int MostWeeks = 8;

    private const int NeededWeeks = 4;
    private const int NeededHours = 3;
    private const double NeededDistance = 5;

    // The deviation of a normal distribution is so many times its median distance.
    private const double DeviationOfMedian = 1.4826;

    // The variance of a median is so many times that of a mean.
    private const double VarianceOfMedian = Math.PI / 2;

    public static IReadOnlyList<DetectedPattern> Detect(IEnumerable<ServiceDay> days) =>
        [.. Guard.Given(days, nameof(days)).Where(day => day.WeeksBefore.Count >= NeededWeeks).SelectMany(DetectInDay)];

    private static IEnumerable<DetectedPattern> DetectInDay(ServiceDay day)
    {
        var weeks = day.WeeksBefore.Count;
        var usual = day.Hours.Select((_, hour) => Median(day.WeeksBefore.Select(week => Scale(week[hour])))).ToList();
        var spread = day.WeeksBefore.SelectMany(week => week.Select((count, hour) => Math.Abs(Scale(count) - usual[hour])));
        // The median lies amid its own numbers, so they seem nearer to it than others are.
        var deviation = Math.Max(1, DeviationOfMedian * Median(spread) * weeks / (weeks - 1)) * Math.Sqrt(1 + (VarianceOfMedian / weeks));
        var broken = day.Hours.Select((count, hour) => new BrokenHour(
                hour, count, Count(usual[hour]), (Scale(count) - usual[hour]) / deviation))
            .Where(hour => Math.Abs(hour.Distance) >= NeededDistance)
            .ToLookup(hour => hour.Distance > 0);
        return broken.Where(side => side.Count() >= NeededHours).Select(side => Describe(day, side.Key, [.. side]));
    }

    private static DetectedPattern Describe(ServiceDay day, bool isMore, List<BrokenHour> hours)
    {
        var (more, name) = (isMore ? "more" : "fewer", day.ServiceName);
        // By Chebyshev, whatever the distribution is.
        var confidence = 1 - (1 / Math.Pow(hours.Min(hour => Math.Abs(hour.Distance)), 2));
        return new DetectedPattern(PatternType, $"{name}: {more} predictions than usual")
        {
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"On {day.Day.UtcDateTime:yyyy-MM-dd}, {name} made far {more} predictions in {hours.Count} hours than in the same hours " +
                $"of the {day.WeeksBefore.Count} weeks before: {hours.Sum(hour => hour.Count)} in place of " +
                $"{hours.Sum(hour => hour.Usual):0}."),
            Confidence = confidence,
            Remedy = "check_traffic",
            Advice = $"Find out why {name} makes {more} predictions than usual",
            Occurrences =
            [
                new DetectedOccurrence(
                    "day", $"{name} {day.Day.UtcDateTime:yyyy-MM-dd}", day.Day.AddDays(1),
                    Json.From(new { Service = name, day.Day, Weeks = day.WeeksBefore.Count, Hours = hours }), confidence),
            ],
        };
    }

    // Anscombe, 1948: counts by chance deviate by 1 on this scale, from a mean of 4 on, and by less below.
    private static double Scale(long count) => 2 * Math.Sqrt(count + 0.375);

    private static double Count(double scaled) => Math.Round(Math.Max(0, (scaled * scaled / 4) - 0.375), 1);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private sealed record BrokenHour(int Hour, long Count, double Usual, double Distance);
}
