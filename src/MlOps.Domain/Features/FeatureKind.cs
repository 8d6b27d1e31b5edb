namespace MlOps.Domain.Features;

/// <summary>What a feature tells of an entity.</summary>
public enum FeatureKind
{
    Temporal,
    Contextual,
    Configuration,
    Policy,
}
