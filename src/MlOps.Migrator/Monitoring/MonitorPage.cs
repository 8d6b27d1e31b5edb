using System.Globalization;
using MlOps.Domain.Monitoring;

namespace MlOps.Migrator.Monitoring;

/// <summary>A monitor and its latest windows.</summary>
internal static class MonitorPage
{
    /// <param name="output">Where it goes.</param>
    /// <param name="monitor">The monitor.</param>
    /// <param name="windows">Its windows, the newest first.</param>
    public static void Write(Output output, ServiceMonitor monitor, IReadOnlyList<MonitoringRun> windows)
    {
        var listing = new Listing(
            "Window end", "Revision", "Predictions", "Positive rate", "Mean score", "Drifted features", "Drifted share", "Dataset drift");
        foreach (var window in windows)
        {
            listing.Add(
                window.WindowEnd, window.Revision, window.NumPredictions, window.PositiveRate, window.ProbabilityMean,
                window.NumDriftedFeatures, window.FeatureDriftRatio, window.DatasetDriftDetected);
        }

        if (output.IsJson)
        {
            output.Write(Describe(monitor, windows, listing));
            return;
        }

        foreach (var line in Define(monitor))
            output.Say(line);

        output.Write(listing);
        foreach (var line in Draw(windows))
            output.Note(line);
    }

    private static object Describe(ServiceMonitor monitor, IReadOnlyList<MonitoringRun> windows, Listing listing) => new
    {
        Monitor = monitor.Name,
        monitor.Id,
        Model = monitor.ModelName,
        Service = monitor.ServiceName,
        Every = Span.Show(monitor.Every),
        monitor.LookbackHours,
        Delay = Span.Show(monitor.Delay),
        Reference = MonitorText.Show(monitor.Reference),
        monitor.Features,
        monitor.SegmentFeature,
        monitor.SegmentCap,
        Rules = monitor.Rules.Select(MonitorText.Show),
        monitor.DriftShare,
        monitor.DecisionThreshold,
        monitor.PositiveLabel,
        monitor.MinSample,
        Report = windows is [{ DriftReportRef: var report }, ..] ? report : null,
        Windows = listing.ToObjects(),
    };

    private static IEnumerable<string> Define(ServiceMonitor monitor) =>
    [
        $"{monitor}: model {monitor.ModelName}, service {monitor.ServiceName}",
        $"  windows     {monitor.LookbackHours} h long, one every {Span.Show(monitor.Every)}, each evaluated " +
        $"{Span.Show(monitor.Delay)} after its end",
        $"  reference   {MonitorText.Show(monitor.Reference)}",
        $"  features    {(monitor.Features is null ? "all" : string.Join(", ", monitor.Features))}",
        .. monitor.SegmentFeature is null
            ? (string[])[] : [$"  segments    by {monitor.SegmentFeature}, the {monitor.SegmentCap} largest by name"],
        $"  rules       {string.Join("  ", monitor.Rules.Select(MonitorText.Show))}",
        string.Create(
            CultureInfo.InvariantCulture,
            $"  dataset     has drifted if more than {monitor.DriftShare} of its features have; {monitor.MinSample} values are the least"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"  positive    from a score of {monitor.DecisionThreshold} on, and with the label {monitor.PositiveLabel}"),
    ];

    private static IEnumerable<string> Draw(IReadOnlyList<MonitoringRun> windows)
    {
        if (windows.Count == 0)
            return [$"No window is evaluated yet. '{Invocation.Program} jobs list' shows when the first one is due."];

        var (oldestFirst, most) = (windows.Reverse().ToList(), Math.Max(1, windows.Max(window => window.NumPredictions)));
        return
        [
            $"Drifted share  {Bars.Sparkline(oldestFirst.Select(window => window.FeatureDriftRatio), 1)}  from 0 to 1, the latest last",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Predictions    {Bars.Sparkline(oldestFirst.Select(window => (double)window.NumPredictions), most)}  at most {most:N0}"),
            .. windows[0].DriftReportRef is { } report ? (string[])[$"The latest report is {report}"] : [],
        ];
    }
}
