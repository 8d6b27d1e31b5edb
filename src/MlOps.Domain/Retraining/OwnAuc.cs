namespace MlOps.Domain.Retraining;

/// <summary>The area under the ROC curve of one version, and its variance (DeLong).</summary>
public sealed record OwnAuc
{
    public required long Positives { get; init; }

    public required long Negatives { get; init; }

    public required double Value { get; init; }

    public required double Variance { get; init; }
}
