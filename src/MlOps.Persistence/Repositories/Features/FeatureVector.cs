using MlOps.Domain;

namespace MlOps.Persistence.Repositories.Features;

/// <summary>What was known of an entity at one time about another: a value for each feature asked for, null where none was known.</summary>
public sealed record FeatureVector(FeaturePoint Point, IReadOnlyList<Json?> Values);
