namespace MlOps.Domain.Monitoring;

/// <summary>What drifted: the inputs, or how they relate to the truth.</summary>
public enum DriftKind
{
    Data,
    Concept,
}
