using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Migrator.Registry;

/// <summary>Two versions beside one another, metric by metric.</summary>
internal static class ComparisonPage
{
    public static void Write(Output output, VersionComparison found)
    {
        if (output.IsJson)
        {
            output.Write(Describe(found));
            return;
        }

        output.Write(List(found));
        output.Note(found.Parts.Count > 0
            ? $"The difference is version {found.Other} minus version {found.Version}. Of 100 intervals, " +
                $"{100 * found.Terms.Confidence:0.##} contain the true difference."
            : string.Join(" ", found.ListMissing()));
    }

    private static Listing List(VersionComparison found)
    {
        var (version, other) = (Terminal.ShowControls(found.Version), Terminal.ShowControls(found.Other));
        var listing = new Listing(
            "Segment", "Source", "Metric", $"Version {version}", $"Version {other}", "Difference", "Lower", "Upper", $"Labels {version}",
            $"Labels {other}", "Better");
        foreach (var part in found.Parts)
        {
            var (segment, source) = (NameSegment(part), NameSource(part.Source, found));
            if (part.Metrics.Count == 0)
                listing.Add(segment, source, null, null, null, null, null, null, part.VersionCount, part.OtherCount, "too few labels");

            foreach (var metric in part.Metrics)
                listing.Add(
                    segment, source, metric.Metric.ToName(), metric.Version, metric.Other, metric.Difference, metric.Interval?.Lower,
                    metric.Interval?.Upper, metric.VersionCount, metric.OtherCount, NameBetter(metric, found) ?? "not certain");
        }

        return listing;
    }

    private static object Describe(VersionComparison found) => new
    {
        Model = found.ModelName,
        found.Version,
        found.Other,
        WindowStart = found.Window.Start,
        WindowEnd = found.Window.End,
        found.Terms.Confidence,
        found.Terms.MinLabelled,
        found.Terms.DecisionThreshold,
        found.Terms.PositiveLabel,
        found.VersionPredictions,
        found.VersionLabelled,
        found.OtherPredictions,
        found.OtherLabelled,
        Missing = found.ListMissing(),
        Parts = found.Parts.Select(part => new
        {
            Source = part.Source == ComparisonSource.Labels ? "labels" : "shadow",
            Shadow = FindShadow(part.Source, found),
            part.SegmentFeature,
            part.SegmentKind,
            part.SegmentName,
            part.VersionCount,
            part.OtherCount,
            Metrics = part.Metrics.Select(metric => new
            {
                Metric = metric.Metric.ToName(),
                metric.Version,
                metric.Other,
                metric.Difference,
                metric.Interval?.Lower,
                metric.Interval?.Upper,
                metric.VersionCount,
                metric.OtherCount,
                Better = NameBetter(metric, found),
            }),
        }),
    };

    private static string? NameBetter(MetricComparison metric, VersionComparison found) =>
        metric.IsOtherBetter is not { } isOther ? null : isOther ? found.Other : found.Version;

    private static string NameSource(ComparisonSource source, VersionComparison found) =>
        FindShadow(source, found) is { } shadow ? $"{shadow} as shadow" : "labels";

    private static string? FindShadow(ComparisonSource source, VersionComparison found) => source switch
    {
        ComparisonSource.OtherAsShadow => found.Other,
        ComparisonSource.VersionAsShadow => found.Version,
        _ => null,
    };

    private static string NameSegment(ComparisonPart part) => part.SegmentKind switch
    {
        null => "all",
        SegmentKind.Named => $"{part.SegmentFeature} = {part.SegmentName}",
        SegmentKind.Missing => $"{part.SegmentFeature} missing",
        _ => $"{part.SegmentFeature} others",
    };
}
