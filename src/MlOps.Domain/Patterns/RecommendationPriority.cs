namespace MlOps.Domain.Patterns;

/// <summary>How soon somebody should look at a recommendation.</summary>
public enum RecommendationPriority
{
    Low,
    Medium,
    High,
    Critical,
}
