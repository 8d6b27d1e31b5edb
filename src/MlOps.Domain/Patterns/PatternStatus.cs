namespace MlOps.Domain.Patterns;

/// <summary>Whether a pattern is still of interest.</summary>
public enum PatternStatus
{
    Active,
    Dismissed,
}
