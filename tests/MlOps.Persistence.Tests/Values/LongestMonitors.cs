using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Performance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Values;

/// <summary>A monitor and what it counts, with all texts as long as they may be.</summary>
internal static class LongestMonitors
{
    /// <param name="text">Makes a text of a length.</param>
    /// <param name="version">A version that is stored.</param>
    public static IReadOnlyList<Entity> Create(Func<int, string> text, ModelVersion version)
    {
        var monitor = ServiceMonitor.Define(
            text(200), text(255), text(100), Sample.Noon,
            new()
            {
                SegmentFeature = text(255),
                Features = [text(255)],
                Rules = [new(DriftMethods.PsiSturges, 0.1, feature: text(255))],
            });
        var span = Build.SketchedSpan(monitor);
        var bins = FeatureBins.OfSegments(monitor, [text(1000)], new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon), Sample.Noon);
        var content = new SketchContent { Counts = [1, 2], Missing = 0, ValuesHash = 1 };
        var scope = new SketchScope(text(50), SegmentKind.Named, text(1000));
        return
        [
            monitor, span, bins, FeatureSketch.Record(span, bins, scope, content, Sample.Noon), Build.FeatureBaseline(version, text(255)),
        ];
    }
}
