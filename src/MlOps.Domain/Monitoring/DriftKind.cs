namespace MlOps.Domain.Monitoring;

/// <summary>The kind of drift: of the inputs, or of their relation to the truth.</summary>
public enum DriftKind
{
    Data,
    Concept,
}
