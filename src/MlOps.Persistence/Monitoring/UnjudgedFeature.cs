namespace MlOps.Persistence.Monitoring;

/// <summary>A feature that a monitor watches and could not judge.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Segment">The segment. Null for all predictions, and for the predictions without a value of the dividing feature.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record UnjudgedFeature(string Feature, string? Segment, string Reason);
