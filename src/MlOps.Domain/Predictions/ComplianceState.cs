namespace MlOps.Domain.Predictions;

/// <summary>Whether a resource complies with a policy.</summary>
public enum ComplianceState
{
    Unknown,
    Compliant,
    AtRisk,
    NonCompliant,
}
