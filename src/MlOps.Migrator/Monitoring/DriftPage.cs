using System.Globalization;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Migrator.Monitoring;

/// <summary>A stored result of drift, with the histogram of both sides.</summary>
internal static class DriftPage
{
    private const int BarWidth = 20;
    private const int LongestName = 40;
    private const int MostBins = 30;

    public static void Write(Output output, DriftMetric metric)
    {
        var bins = metric.Counts?.ListBins().ToList() ?? [];
        output.Write(Describe(metric, bins), Explain(metric).Concat(Draw(metric, bins)));
    }

    /// <summary>The segment that a result is about. Null for all predictions.</summary>
    public static string? NameSegment(DriftMetric metric) => metric.SegmentFeature is null
        ? null
        : $"{metric.SegmentFeature} {(metric.SegmentName is { } name ? $"= {name}" : metric.SegmentKind.ToString()!.ToLowerInvariant())}";

    private static object Describe(DriftMetric metric, IReadOnlyList<ComparedBin> bins) => new
    {
        Result = metric.Id,
        metric.CreatedAt,
        Model = metric.ModelName,
        Service = metric.ServiceName,
        Run = metric.MonitoringRunId,
        Feature = metric.FeatureName,
        metric.SegmentFeature,
        metric.SegmentKind,
        metric.SegmentName,
        Method = metric.MethodId,
        metric.Statistic,
        metric.PValue,
        Limit = metric.Threshold,
        CriticalLimit = metric.CriticalThreshold,
        Level = metric.AlertLevel,
        metric.ReferenceStart,
        metric.ReferenceEnd,
        metric.ReferenceSize,
        metric.CurrentStart,
        metric.CurrentEnd,
        metric.CurrentSize,
        Bins = bins,
    };

    private static IEnumerable<string> Explain(DriftMetric metric)
    {
        var segment = NameSegment(metric) is { } name ? $" where {name}" : "";
        var isTest = metric.Criterion == DriftCriterion.PValueAtMost;
        return
        [
            $"{metric.MethodId} of {metric.Subject}{segment}, model {metric.ModelName}" +
            $"{(metric.ServiceName is { } service ? $", service {service}" : "")}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"  result     {metric.Statistic:G6}{(metric.PValue is { } p ? $", p-value {p:G4}" : "")}: " +
                $"{(metric.Drifted ? metric.AlertLevel.ToString().ToLowerInvariant() : "no drift")}, which begins " +
                $"{(isTest ? "at p-values up to" : "at")} {metric.Threshold}" +
                $"{(metric.CriticalThreshold is { } critical ? $", and is critical {(isTest ? "up to" : "from")} {critical}" : "")}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"  reference  {Times.Show(metric.ReferenceStart)} to {Times.Show(metric.ReferenceEnd)}, {metric.ReferenceSize:N0} values"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"  current    {Times.Show(metric.CurrentStart)} to {Times.Show(metric.CurrentEnd)}, {metric.CurrentSize:N0} values"),
        ];
    }

    private static IEnumerable<string> Draw(DriftMetric metric, List<ComparedBin> bins)
    {
        if (bins.Count == 0)
            return AttributionBars.Draw(metric) is var shares && shares.Any() ? shares : ["  The method has no bins."];

        var (before, now) = (Math.Max(1, bins.Sum(bin => bin.Reference)), Math.Max(1, bins.Sum(bin => bin.Current)));
        double Larger(ComparedBin bin) => Math.Max((double)bin.Reference / before, (double)bin.Current / now);
        // Bins have an order that says something. Of categories the largest ones do.
        var shown = metric.Categories is null ? bins : bins.OrderByDescending(Larger).Take(MostBins).ToList();
        var names = shown.Select(bin => Shorten(Terminal.ShowControls($"{bin}"))).ToList();
        var highest = Math.Max(double.Epsilon, shown.Max(Larger));
        var width = names.Max(name => name.Length);
        return
        [
            "",
            $"  {"".PadRight(width)}  {"reference".PadRight(BarWidth + 18)}  current",
            .. shown.Zip(names, (bin, name) =>
                $"  {name.PadRight(width)}  {Side(bin.Reference, before, highest)}  {Side(bin.Current, now, highest)}"),
            .. shown.Count < bins.Count ? (string[])[$"  and {bins.Count - shown.Count} smaller categories, which --json has"] : [],
        ];
    }

    private static string Side(long count, long all, double highest)
    {
        var share = (double)count / all;
        return string.Create(CultureInfo.InvariantCulture, $"{Bars.Bar(share / highest, BarWidth)} {count,10:N0} {share * 100,5:0.0}%");
    }

    private static string Shorten(string name) => name.Length > LongestName ? $"{name[..(LongestName - 1)]}…" : name;
}
