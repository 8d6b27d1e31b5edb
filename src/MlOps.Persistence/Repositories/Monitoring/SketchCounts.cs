using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>A row of mlops_sketch_counts: the counts of a feature in a window.</summary>
internal sealed record SketchCounts(
    string FeatureName,
    string? SegmentKind,
    string? SegmentName,
    double[]? Edges,
    double[]? ComparedEdges,
    string[]? Categories,
    long[] Counts,
    double? Mean,
    double? Lowest,
    double? Highest,
    long ValuesHash)
{
    public long Size => Counts.Sum();

    /// <summary>The counts of a baseline, which has no segments.</summary>
    public static SketchCounts From(FeatureBaseline baseline) => new(
        baseline.FeatureName,
        null,
        null,
        baseline.Edges,
        baseline.ComparedEdges,
        baseline.Categories,
        baseline.Counts,
        baseline.Mean,
        baseline.Lowest,
        baseline.Highest,
        0);

    /// <summary>The same bins with nothing in them.</summary>
    public SketchCounts WithoutValues() =>
        this with { Counts = new long[Counts.Length], Mean = null, Lowest = null, Highest = null, ValuesHash = 0 };

    /// <summary>What is known of the numbers. Null without one.</summary>
    public BinnedSample? ToSample() => Size == 0 ? null : new BinnedSample(Edges!, Counts, Lowest!.Value, Highest!.Value, Mean);

    /// <summary>The counts of both sides, between the edges that are compared.</summary>
    public static ComparedCounts Compare(SketchCounts reference, SketchCounts current) => current.Edges is { } edges
        ? ComparedCounts.OfBins(
            current.ComparedEdges!,
            FeatureBins.Fold(edges, current.ComparedEdges!, reference.Counts),
            FeatureBins.Fold(edges, current.ComparedEdges!, current.Counts))
        : new() { Categories = [.. current.Categories!, null], Reference = reference.Counts, Current = current.Counts };
}
