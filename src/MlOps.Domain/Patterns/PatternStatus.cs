namespace MlOps.Domain.Patterns;

/// <summary>Whether a pattern is looked for.</summary>
public enum PatternStatus
{
    Active,
    Dismissed,
}
