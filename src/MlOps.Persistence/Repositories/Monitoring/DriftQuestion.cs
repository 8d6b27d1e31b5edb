using MlOps.Domain;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Which predictions of a service are compared with which, and how.</summary>
/// <param name="ServiceName">The service of the predictions.</param>
/// <param name="Reference">The window of the predictions that are the reference.</param>
/// <param name="Current">The window of the predictions that are compared with it.</param>
public sealed record DriftQuestion(string ServiceName, TimeWindow Reference, TimeWindow Current)
{
    /// <summary>One of <see cref="DriftMethods"/>.</summary>
    public string Method { get; init; } = DriftMethods.PsiSturges;

    /// <summary>
    /// The features to compare, or columns of the predictions, or "context:KEY". All of the schemas of the current predictions that the
    /// method can compare, if it is null.
    /// </summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>The edges of the bins, which <see cref="DriftMethods.PsiEdges"/> needs and no other method takes.</summary>
    public IReadOnlyList<double>? Edges { get; init; }

    /// <summary>What divides the predictions into segments: a feature, a column, or "context:KEY".</summary>
    public string? SegmentFeature { get; init; }

    /// <summary>The number of segments that have names: the largest ones. All others are one together.</summary>
    public int SegmentCap { get; init; } = 20;
}
