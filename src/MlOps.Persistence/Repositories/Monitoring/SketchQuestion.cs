using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Which hours of a monitor are compared, and how. All windows begin and end with whole hours.</summary>
/// <param name="Monitor">The monitor. Its sketches answer.</param>
/// <param name="Current">The window that is compared.</param>
public sealed record SketchQuestion(ServiceMonitor Monitor, TimeWindow Current)
{
    /// <summary>What it is compared with. The reference that the monitor has for it if it is null.</summary>
    public TimeWindow? Reference { get; init; }

    /// <summary>One of <see cref="CountDrift.Methods"/>, or <see cref="BinnedDrift.Methods"/>.</summary>
    public string Method { get; init; } = DriftMethods.PsiEdges;

    /// <summary>The features to compare. All that the method can compare if it is null.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Whether each segment of the monitor is compared by itself.</summary>
    public bool BySegment { get; init; }

    /// <summary>The version of the model whose predictions are compared. All of them if it is null.</summary>
    public string? ModelVersion { get; init; }
}
