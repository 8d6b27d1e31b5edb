namespace MlOps.Domain.Predictions;

/// <summary>Where a resource stands towards a policy.</summary>
public enum ComplianceState
{
    Unknown,
    Compliant,
    AtRisk,
    NonCompliant,
}
