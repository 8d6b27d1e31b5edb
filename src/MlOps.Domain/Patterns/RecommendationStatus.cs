namespace MlOps.Domain.Patterns;

/// <summary>The life of a recommendation.</summary>
public enum RecommendationStatus
{
    Proposed,
    Accepted,
    Rejected,
    Applied,
    Reverted,
}
