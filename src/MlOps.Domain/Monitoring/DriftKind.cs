namespace MlOps.Domain.Monitoring;

/// <summary>The kind of drift: of the inputs, of their relation to the truth, or of what the answers depend on.</summary>
public enum DriftKind
{
    Data,
    Concept,

    /// <summary>The features contribute to the answers in other shares than before.</summary>
    Attribution,
}
