namespace MlOps.Domain.Patterns;

/// <summary>The life of an A/B experiment.</summary>
public enum AbStatus
{
    Draft,
    Running,
    Concluded,
    Cancelled,
}
