namespace MlOps.Domain.Retraining;

/// <summary>The areas under both ROC curves on the same predictions, and the variance of their difference (DeLong).</summary>
public sealed record PairedAuc
{
    public required long Positives { get; init; }

    public required long Negatives { get; init; }

    public required double Champion { get; init; }

    public required double Challenger { get; init; }

    public required double VarianceOfDifference { get; init; }
}
