using MlOps.Domain.Statistics;

namespace MlOps.Domain.Training;

/// <summary>The measurements of an evaluation: at least one metric or a confusion matrix.</summary>
public sealed record EvaluationResult
{
    public MetricSet Metrics { get; init; } = MetricSet.Empty;

    public ConfusionMatrix? ConfusionMatrix { get; init; }

    /// <summary>The score from which each decision is made: "approve" from 0.7, for instance.</summary>
    public MetricSet Thresholds { get; init; } = MetricSet.Empty;
}
