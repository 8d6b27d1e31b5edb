namespace MlOps.Domain.Features;

/// <summary>Whether values of a feature are still recorded.</summary>
public enum FeatureStatus
{
    Active,
    Retired,
}
