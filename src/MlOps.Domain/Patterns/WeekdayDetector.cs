namespace MlOps.Domain.Patterns;

/// <summary>Finds features that drift again and again on the same day of the week, and not as often on the others.</summary>
public static class WeekdayDetector
{
    public const string PatternType = "weekday_drift";

    /// <summary>The weeks that count.</summary>
    public const int MostWeeks = 8;

    private const int NeededDays = 3;
    private const double NeededShare = 0.75;
    private const double ErrorRate = 0.01;

    public static IReadOnlyList<DetectedPattern> Detect(IEnumerable<FeatureWeekday> weekdays)
    {
        var features = Guard.Given(weekdays, nameof(weekdays))
            .GroupBy(weekday => (weekday.MonitorId, weekday.FeatureName)).ToList();
        // Each day of each feature is a test, of those that a monitor makes.
        var tests = features.GroupBy(feature => feature.Key.MonitorId).ToDictionary(monitor => monitor.Key, monitor => 7 * monitor.Count());
        return [.. features.SelectMany(feature => DetectInFeature([.. feature], tests[feature.Key.MonitorId]))];
    }

    private static IEnumerable<DetectedPattern> DetectInFeature(List<FeatureWeekday> feature, int tests)
    {
        var (days, drifted) = (feature.Sum(day => day.Days), feature.Sum(day => day.DriftedDays.Count));
        foreach (var day in feature.Where(day => day.DriftedDays.Count >= Math.Max(NeededDays, NeededShare * day.Days)))
        {
            var chance = FindChance(days, drifted, day.Days, day.DriftedDays.Count) * tests;
            if (chance <= ErrorRate)
                yield return Describe(day, days - day.Days, drifted - day.DriftedDays.Count, 1 - chance);
        }
    }

    // Fisher's test: the chance that so many of the drifted days or more are of one kind, if all days are alike.
    private static double FindChance(int days, int drifted, int ofKind, int driftedOfKind)
    {
        var chance = 0.0;
        for (var both = driftedOfKind; both <= Math.Min(ofKind, drifted); both++)
            chance += Math.Exp(LogChoose(ofKind, both) + LogChoose(days - ofKind, drifted - both) - LogChoose(days, drifted));

        return Math.Min(1, chance);
    }

    private static double LogChoose(int all, int some) =>
        some > all ? double.NegativeInfinity : Enumerable.Range(1, some).Sum(i => Math.Log((double)(all - some + i) / i));

    private static DetectedPattern Describe(FeatureWeekday day, int otherDays, int otherDrifted, double confidence) =>
        new(PatternType, $"{day.ServiceName}: {day.FeatureName} on {day.Weekday}s")
        {
            Description =
                $"{day.FeatureName} of {day.ServiceName} drifted on {day.DriftedDays.Count} of {day.Days} {day.Weekday}s, and on " +
                $"{otherDrifted} of {otherDays} other days.",
            Confidence = confidence,
            Remedy = "mend_feature",
            Advice = $"Find out what happens to a feature of {day.ServiceName} on {day.Weekday}s, and mend it",
            Occurrences =
            [
                .. day.DriftedDays.Select(date => new DetectedOccurrence(
                    "day",
                    $"{day.MonitorId} {date:yyyy-MM-dd}",
                    new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).AddDays(1),
                    Json.From(new { day.MonitorId, Service = day.ServiceName, Feature = day.FeatureName, Day = date }),
                    confidence)),
            ],
        };
}
