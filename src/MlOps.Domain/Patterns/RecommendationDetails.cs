namespace MlOps.Domain.Patterns;

/// <summary>Further details of a recommendation. All are optional.</summary>
public sealed record RecommendationDetails
{
    internal static readonly RecommendationDetails None = new();

    /// <summary>The pattern that it responds to.</summary>
    public Guid? PatternId { get; init; }

    public RecommendationPriority Priority { get; init; } = RecommendationPriority.Medium;

    public string? Description { get; init; }

    /// <summary>The action in a form that a program can execute.</summary>
    public Json? Action { get; init; }

    /// <summary>How sure it is that the action helps, from 0 to 1.</summary>
    public double? ConfidenceScore { get; init; }

    public string? TargetEntityType { get; init; }

    public string? TargetEntityId { get; init; }
}
