namespace MlOps.Domain.Features;

/// <summary>Whether a feature still gets new values.</summary>
public enum FeatureStatus
{
    Active,
    Retired,
}
