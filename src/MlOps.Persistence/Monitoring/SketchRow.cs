using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Performance;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>A row of mlops_sketch: the filled bins of one feature, version and segment.</summary>
internal sealed record SketchRow(
    string? Version,
    int At,
    int I,
    int[] Filled,
    int[] Counts,
    int Missing,
    double? Mean,
    double? SquaredDeviations,
    double? Lowest,
    double? Highest,
    long ValuesHash)
{
    /// <summary>Counts features of one kind in a window.</summary>
    public static Task<List<SketchRow>> ListAsync(
        MlOpsDbContext context,
        ServiceMonitor monitor,
        TimeWindow window,
        IReadOnlyList<FeatureBins> bins,
        bool areNumbers,
        IReadOnlyList<string>? segments,
        CancellationToken cancellationToken)
    {
        string[] features = [.. bins.Select(feature => feature.FeatureName)];
        string[] limits = [.. bins.Select(feature => areNumbers ? ArrayText.Of(feature.Edges!) : ArrayText.Of(feature.Categories!))];
        return context.QuerySql<SketchRow>(
            $"""
            SELECT s.version AS "Version", s.at AS "At", s.i AS "I", s.filled AS "Filled", s.counts AS "Counts", s.missing AS "Missing",
                s.mean AS "Mean", s.squared_deviations AS "SquaredDeviations", s.lowest AS "Lowest", s.highest AS "Highest",
                s.values_hash AS "ValuesHash"
            FROM mlops_sketch(
                {monitor.ServiceName}, {window.Start}, {window.End}, {features}, {areNumbers}, {limits}, {(segments is null ? null : monitor.SegmentFeature)}::text,
                {segments?.ToArray()}::text[]) AS s
            """).ToListAsync(cancellationToken);
    }

    public FeatureSketch ToSketch(SketchedSpan span, FeatureBins bins, IReadOnlyList<string>? segments, DateTimeOffset at)
    {
        var counts = new int[bins.Count];
        foreach (var (bin, count) in Filled.Zip(Counts))
            counts[bin] = count;

        SegmentKind? kind = segments is null ? null
            : At > 0 ? SegmentKind.Named
            : At == 0 ? SegmentKind.Missing : SegmentKind.Others;
        var content = new SketchContent
        {
            Counts = counts,
            Missing = Missing,
            Mean = Mean,
            SquaredDeviations = SquaredDeviations,
            Lowest = Lowest,
            Highest = Highest,
            ValuesHash = ValuesHash,
        };
        var scope = new SketchScope(Version, kind, kind == SegmentKind.Named ? segments![At - 1] : null);
        return FeatureSketch.Record(span, bins, scope, content, at);
    }
}
