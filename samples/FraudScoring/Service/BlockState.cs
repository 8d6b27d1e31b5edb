namespace FraudScoring;

/// <summary>Enumerations are stored as text.</summary>
public enum BlockState
{
    Proposed,
    InForce,
}
