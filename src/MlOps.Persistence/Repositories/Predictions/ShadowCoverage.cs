namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>How many predictions a challenger has answered.</summary>
/// <param name="Scored">The predictions that it has answered.</param>
/// <param name="Labelled">Those of them that can be compared: with a label, and with a number from both versions.</param>
public sealed record ShadowCoverage(long Scored, long Labelled);
