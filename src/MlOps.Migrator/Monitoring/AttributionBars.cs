using System.Globalization;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Migrator.Monitoring;

/// <summary>How much each feature contributes to the answers of both sides, as bars.</summary>
internal sealed record AttributionBars(string AttributionMethod, IReadOnlyList<AttributionShare> Shares)
{
    private const int BarWidth = 20;
    private const int MostFeatures = 30;

    /// <summary>Draws the features that contribute most, as shares of all. There are none if a result is not about attributions.</summary>
    public static IEnumerable<string> Draw(DriftMetric metric)
    {
        if (metric.Kind != DriftKind.Attribution || metric.Bins?.As<AttributionBars>() is not { Shares: { Count: > 0 } shares } bars)
            return [];

        var names = shares.Take(MostFeatures).Select(share => Terminal.ShowControls(share.Feature)).ToList();
        var (width, highest) = (names.Max(name => name.Length), shares.Max(share => Math.Max(share.Reference, share.Current)));
        return
        [
            "",
            $"  {$"by {bars.AttributionMethod}".PadRight(width)}  {"reference".PadRight(BarWidth + 7)}  current",
            .. names.Zip(shares, (name, share) =>
                $"  {name.PadRight(width)}  {Side(share.Reference, highest)}  {Side(share.Current, highest)}"),
        ];
    }

    private static string Side(double share, double highest) => string.Create(
        CultureInfo.InvariantCulture, $"{Bars.Bar(share / highest, BarWidth)} {share * 100,5:0.0}%");
}
