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
        if (metric.Counts is not { Reference.Count: > 0 } counts)
            return "";

        var shares = ShareOf(counts.Reference).Zip(ShareOf(counts.Current), counts.ListBins()).ToList();
        var highest = shares.Max(bin => Math.Max(bin.First, bin.Second));
        var step = (double)Width / shares.Count;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"Shares of the reference and of the window\">");
        foreach (var (i, (before, now, bin)) in shares.Index())
        {
            var title = WebUtility.HtmlEncode(string.Create(
                CultureInfo.InvariantCulture, $"{bin}: {before:P1} of the reference, {now:P1} of the window"));
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

    private static IEnumerable<double> ShareOf(IReadOnlyList<long> counts)
    {
        var sum = Math.Max(1, counts.Sum());
        return counts.Select(count => (double)count / sum);
    }
}
