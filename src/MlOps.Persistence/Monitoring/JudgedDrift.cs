using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>A result that a monitor can judge.</summary>
internal sealed record JudgedDrift(FeatureDrift Drift, DriftQuestion Question, DriftThreshold Threshold)
{
    public AlertLevel Level => Threshold.Judge(Drift.Measurement.Statistic!.Value, Drift.Measurement.PValue);
}
