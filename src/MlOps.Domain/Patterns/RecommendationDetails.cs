namespace MlOps.Domain.Patterns;

/// <summary>What else is known of a recommendation.</summary>
public sealed record RecommendationDetails
{
    internal static readonly RecommendationDetails None = new();

    /// <summary>The pattern that it answers.</summary>
    public Guid? PatternId { get; init; }

    public RecommendationPriority Priority { get; init; } = RecommendationPriority.Medium;

    public string? Description { get; init; }

    /// <summary>What to do, for a program that does it.</summary>
    public Json? Action { get; init; }

    /// <summary>How sure it is that it helps, from 0 to 1.</summary>
    public double? ConfidenceScore { get; init; }

    public string? TargetEntityType { get; init; }

    public string? TargetEntityId { get; init; }
}
