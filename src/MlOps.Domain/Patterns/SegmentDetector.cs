using System.Globalization;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Patterns;

/// <summary>
/// Finds segments with larger errors than all other predictions, beyond chance and by a tenth, in several windows that do not overlap.
/// </summary>
public static class SegmentDetector
{
    public const string PatternType = "bad_segment";

    /// <summary>The newest windows of a monitor that count.</summary>
    public const int MostWindows = 7;

    private const int NeededWindows = 3;
    private const double ErrorRate = 0.05;
    private const double NeededRatio = 1.1;

    public static IReadOnlyList<DetectedPattern> Detect(IEnumerable<SegmentWindow> windows) =>
        [.. Guard.Given(windows, nameof(windows)).GroupBy(window => window.MonitorId).SelectMany(DetectInMonitor)];

    private static IEnumerable<DetectedPattern> DetectInMonitor(IEnumerable<SegmentWindow> windows)
    {
        var chosen = TakeSeparate(windows);
        var tested = chosen.Max(window => window.Segments.Count);
        return chosen
            .SelectMany(window => window.Segments, (window, errors) => (Window: window, Errors: errors))
            .Where(found => IsWorse(found.Errors, found.Window))
            .GroupBy(found => found.Errors.Segment)
            .Where(segment => segment.Count() >= NeededWindows)
            .Select(segment => Describe([.. segment], chosen.Count(window => Has(window, segment.Key)), tested));
    }

    // The newest ones that have no time in common, the oldest first.
    private static List<SegmentWindow> TakeSeparate(IEnumerable<SegmentWindow> windows)
    {
        var chosen = new List<SegmentWindow>();
        foreach (var window in windows.OrderByDescending(window => window.Window.End))
        {
            if (chosen.Count < MostWindows && (chosen.Count == 0 || window.Window.End <= chosen[^1].Window.Start))
                chosen.Add(window);
        }

        chosen.Reverse();
        return chosen;
    }

    // The more segments are tested, the less chance each of them has.
    private static bool IsWorse(SegmentErrors errors, SegmentWindow window) =>
        errors.Errors.Mean >= NeededRatio * errors.Others.Mean && errors.FindPValue() * window.Segments.Count <= ErrorRate;

    private static bool Has(SegmentWindow window, string segment) => window.Segments.Any(errors => errors.Segment == segment);

    private static DetectedPattern Describe(List<(SegmentWindow Window, SegmentErrors Errors)> found, int windows, int tested)
    {
        var (window, errors) = found[^1];
        var chance = IncompleteBeta.Regularised(found.Count, windows - found.Count + 1, ErrorRate / tested);
        return new DetectedPattern(PatternType, $"{window.ServiceName}: {errors.Segment}")
        {
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"In {found.Count} of the last {windows} windows, the error of {window.ServiceName} where {errors.Segment} is larger " +
                $"than elsewhere, beyond chance: {errors.Errors.Mean:G3} and {errors.Others.Mean:G3} in the newest of them."),
            Confidence = 1 - Math.Min(1, chance * tested),
            Remedy = errors.IsVersion ? "retrain" : "inspect_segment",
            Advice = errors.IsVersion
                ? $"Retrain or roll back the version of {window.ServiceName} that is worse than the others"
                : $"Look at the segment of {window.ServiceName} that is worse than the others",
            Occurrences = [.. found.Select(seen => Describe(seen.Window, seen.Errors))],
        };
    }

    private static DetectedOccurrence Describe(SegmentWindow window, SegmentErrors errors) => new(
        "window",
        $"{window.MonitorId} {window.Window.End.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        window.Window.End,
        Json.From(new
        {
            window.MonitorId,
            Service = window.ServiceName,
            errors.Segment,
            window.Window,
            Predictions = errors.Errors.Count,
            MeanError = errors.Errors.Mean,
            OtherPredictions = errors.Others.Count,
            OtherMeanError = errors.Others.Mean,
        }),
        1 - Math.Min(1, errors.FindPValue() * window.Segments.Count));
}
