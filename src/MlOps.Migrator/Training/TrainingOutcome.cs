using MlOps.Domain;
using MlOps.Domain.Registry;

namespace MlOps.Migrator.Training;

/// <summary>What a training that succeeded has measured and made.</summary>
internal sealed record TrainingOutcome(MetricSet Metrics, double? F1Score, double? BrierScore, Artifact? Artifact)
{
    /// <summary>Whether a version has these results. One without an artifact may have got it in another way.</summary>
    public bool IsThatOf(ModelVersion version) =>
        Metrics.Equals(version.Metrics) && F1Score == version.F1Score && BrierScore == version.BrierScore
        && (Artifact is null || Artifact == version.Artifact);
}
