namespace MlOps.Domain.Training;

/// <summary>What an evaluation measured. A metric or a confusion matrix is needed.</summary>
public sealed record EvaluationResult
{
    public MetricSet Metrics { get; init; } = MetricSet.Empty;

    public ConfusionMatrix? ConfusionMatrix { get; init; }

    /// <summary>From which score on which decision is made: "approve" from 0.7.</summary>
    public MetricSet Thresholds { get; init; } = MetricSet.Empty;
}
