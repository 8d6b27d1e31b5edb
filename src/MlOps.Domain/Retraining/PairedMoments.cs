namespace MlOps.Domain.Retraining;

/// <summary>
/// The losses of champion and challenger on the same predictions. Variances and covariance are those of a sample, by n - 1.
/// </summary>
public sealed record PairedMoments
{
    public required long Count { get; init; }

    public required double ChampionMean { get; init; }

    public required double ChallengerMean { get; init; }

    public required double ChampionVariance { get; init; }

    public required double ChallengerVariance { get; init; }

    public required double Covariance { get; init; }
}
