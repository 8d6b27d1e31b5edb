using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>A row of mlops_drifts.</summary>
internal sealed record DriftRow(
    string FeatureName,
    string? SegmentName,
    string SegmentKind,
    string UsedMethod,
    double? Statistic,
    double? PValue,
    long ReferenceSize,
    long CurrentSize,
    double[]? BinEdges,
    string[]? Categories,
    long[]? ReferenceCounts,
    long[]? CurrentCounts,
    long ReferenceHash,
    long CurrentHash)
{
    public FeatureDrift ToDrift(DriftQuestion question) => new(
        FeatureName,
        new(UsedMethod, Statistic, ReferenceSize, CurrentSize) { PValue = PValue, Counts = FindCounts() },
        new(question.ServiceName, ReferenceHash, CurrentHash)
        {
            Segment = ComparedSegment.Find(SegmentKind, SegmentName, question.SegmentFeature, question.SegmentCap),
        });

    private ComparedCounts? FindCounts() => (ReferenceCounts, CurrentCounts) switch
    {
        ({ } reference, { } current) when BinEdges is not null => ComparedCounts.OfBins(BinEdges, reference, current),
        ({ } reference, { } current) => new() { Categories = Categories, Reference = reference, Current = current },
        _ => null,
    };
}
