namespace MlOps.Domain.Experiments;

/// <summary>The life of an A/B experiment.</summary>
public enum AbStatus
{
    Draft,
    Running,
    Concluded,
    Cancelled,
}
