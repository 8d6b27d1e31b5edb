using MlOps.Domain;

namespace MlOps.Persistence.Repositories.Features;

/// <summary>The answer to a point: a value for each requested feature, or null if none was known.</summary>
public sealed record FeatureAnswer(FeaturePoint Point, IReadOnlyList<Json?> Values);
