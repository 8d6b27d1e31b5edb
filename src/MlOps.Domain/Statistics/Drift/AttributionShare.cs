namespace MlOps.Domain.Statistics.Drift;

/// <summary>How much a feature contributes to answers: its mean absolute attribution on each side.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Reference">The mean of the reference. 0 if the reference does not have the feature.</param>
/// <param name="Current">The mean of the current data.</param>
public sealed record AttributionShare(string Feature, double Reference, double Current);
