using System.Globalization;
using System.Net;
using System.Text;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>An evaluated window as a page for people. It needs no other file and runs no script.</summary>
internal static class DriftReport
{
    private const string Style =
        """
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1f24; background: #fff }
        h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem } dt { color: #57606a } dd { margin: 0 }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #d0d7de }
        td.number { text-align: right; font-variant-numeric: tabular-nums } .critical { color: #a40e26; font-weight: 600 }
        .warning { color: #8a4600; font-weight: 600 } .none { color: #1a6b2d } svg { display: block }
        .reference { fill: #8c959f } .current { fill: #0969da }
        """;

    public static string Write(EvaluatedWindow found)
    {
        var (monitor, run) = (found.Monitor, found.Run);
        var window = monitor.FindWindow(run.WindowEnd);
        var reference = monitor.Reference.FindFor(window);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{Text(monitor.Name)} at {Time(run.WindowEnd)}</title>
            <style>{Style}</style></head>
            <body><main>
            <h1>{Text(monitor.Name)}: {Verdict(found)}</h1>
            <dl>
            <dt>Model</dt><dd>{Text(monitor.ModelName)}</dd>
            <dt>Service</dt><dd>{Text(monitor.ServiceName)}</dd>
            <dt>Window</dt><dd>{Time(window.Start)} to {Time(window.End)}, revision {run.Revision}</dd>
            <dt>Reference</dt><dd>{Time(reference.Start)} to {Time(reference.End)}</dd>
            <dt>Predictions</dt><dd>{run.NumPredictions:N0}</dd>
            <dt>Positive</dt><dd>{Number(run.PositiveRate)}</dd>
            <dt>Mean score</dt><dd>{Number(run.ProbabilityMean)} (deviation {Number(run.ProbabilityStd)})</dd>
            <dt>Entropy</dt><dd>{Number(run.Entropy)} bits</dd>
            </dl>

            """);
        AppendResults(page, "Features", found.Metrics.Where(metric => metric.SegmentFeature is null));
        AppendResults(page, "Segments", found.Metrics.Where(metric => metric.SegmentFeature is not null));
        AppendUnjudged(page, found.Unjudged);
        return page.Append("</main></body></html>\n").ToString();
    }

    private static string Verdict(EvaluatedWindow found) =>
        found.Metrics.Count == 0 ? "nothing could be judged"
        : found.Run.DatasetDriftDetected ? "the dataset has drifted"
        : found.Run.NumDriftedFeatures > 0 ? $"{found.Run.NumDriftedFeatures} features have drifted, the dataset has not"
        : "no drift";

    private static void AppendResults(StringBuilder page, string title, IEnumerable<DriftMetric> metrics)
    {
        var sorted = metrics
            .OrderByDescending(metric => metric.AlertLevel)
            .ThenBy(metric => metric.FeatureName, StringComparer.Ordinal)
            .ToList();
        if (sorted.Count == 0)
            return;

        page.Append(CultureInfo.InvariantCulture, $"""
            <h2>{title}</h2>
            <table><thead><tr><th>Feature</th><th>Verdict</th><th>Method</th><th>Statistic</th><th>p-value</th><th>Limit</th>
            <th>Reference</th><th>Window</th><th><span class="reference">■</span> reference, <span class="current">■</span> window</th></tr></thead><tbody>

            """);
        foreach (var metric in sorted)
        {
            var level = metric.AlertLevel.ToString().ToLowerInvariant();
            page.Append(CultureInfo.InvariantCulture, $"""
                <tr><td>{Text(NameOf(metric))}</td><td class="{level}">{(metric.Drifted ? level : "no drift")}</td>
                <td>{Text(metric.MethodId)}</td><td class="number">{Number(metric.Statistic)}</td><td class="number">{Number(metric.PValue)}</td>
                <td class="number">{Number(metric.Threshold)}</td><td class="number">{metric.ReferenceSize:N0}</td>
                <td class="number">{metric.CurrentSize:N0}</td><td>{HistogramSvg.Draw(metric)}</td></tr>

                """);
        }

        page.Append("</tbody></table>\n");
    }

    private static void AppendUnjudged(StringBuilder page, IReadOnlyList<UnjudgedFeature> unjudged)
    {
        if (unjudged.Count == 0)
            return;

        page.Append("<h2>Not judged</h2>\n<table><thead><tr><th>Feature</th><th>Reason</th></tr></thead><tbody>\n");
        foreach (var feature in unjudged)
        {
            var name = feature.Segment is null ? feature.Feature : $"{feature.Feature} ({feature.Segment})";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td>{Text(feature.Reason)}</td></tr>\n");
        }

        page.Append("</tbody></table>\n");
    }

    private static string NameOf(DriftMetric metric) => metric.SegmentFeature is null
        ? metric.Subject
        : $"{metric.FeatureName} where {metric.SegmentFeature} is " +
            (metric.SegmentName ?? metric.SegmentKind.ToString()!.ToLowerInvariant());

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(double? number) => number?.ToString("G4", CultureInfo.InvariantCulture) ?? "–";
}
