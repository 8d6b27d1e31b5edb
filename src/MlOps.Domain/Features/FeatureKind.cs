namespace MlOps.Domain.Features;

/// <summary>What a feature says about an entity.</summary>
public enum FeatureKind
{
    Temporal,
    Contextual,
    Configuration,
    Policy,
}
