namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>What the version that served and a challenger answered to the same input, and what was true.</summary>
public sealed record ShadowPair(
    Guid PredictionId, DateTimeOffset CreatedAt, double ActualValue, double ChampionValue, double ChallengerValue);
