using System.Globalization;
using System.Net;
using System.Text;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>The shares of a reference beside those of a window, as a picture within a page.</summary>
internal static class HistogramSvg
{
    private const int Width = 240;
    private const int Height = 48;

    /// <summary>Draws the counts of a result. Empty if the method has none.</summary>
    public static string Draw(DriftMetric metric)
    {
        if (metric.ReferenceCounts is not { Length: > 0 } reference || metric.CurrentCounts is not { } current)
            return "";

        var shares = ShareOf(reference).Zip(ShareOf(current)).ToList();
        var highest = shares.Max(pair => Math.Max(pair.First, pair.Second));
        var step = (double)Width / shares.Count;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"Shares of the reference and of the window\">");
        foreach (var (i, (before, now)) in shares.Index())
        {
            var title = WebUtility.HtmlEncode(string.Create(
                CultureInfo.InvariantCulture, $"{NameOf(metric, i)}: {before:P1} of the reference, {now:P1} of the window"));
            svg.Append(CultureInfo.InvariantCulture, $"<g><title>{title}</title>");
            AppendBar(svg, "reference", i * step, step / 2.2, before / highest);
            AppendBar(svg, "current", (i * step) + (step / 2.2), step / 2.2, now / highest);
            svg.Append("</g>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static void AppendBar(StringBuilder svg, string side, double x, double width, double share) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{side}\" x=\"{x:F1}\" y=\"{Height * (1 - share):F1}\" width=\"{width:F1}\" height=\"{Height * share:F1}\"/>");

    private static string NameOf(DriftMetric metric, int i)
    {
        if (metric.Categories is { } categories)
            return categories[i];

        var edges = metric.BinEdges!;
        // With open ends there is one more bin than edges.
        var first = edges.Length > metric.ReferenceCounts!.Length ? i : i - 1;
        var (from, to) = (first >= 0 ? Show(edges[first]) : "below", first + 1 < edges.Length ? Show(edges[first + 1]) : "above");
        return $"{from} to {to}";
    }

    private static IEnumerable<double> ShareOf(long[] counts)
    {
        var sum = Math.Max(1, counts.Sum());
        return counts.Select(count => (double)count / sum);
    }

    private static string Show(double edge) => edge.ToString("G4", CultureInfo.InvariantCulture);
}
