namespace MlOps.Domain.Predictions;

/// <summary>How much is at stake when the prediction is wrong or is not acted upon.</summary>
public enum RiskLevel
{
    Low,
    Medium,
    High,
    Critical,
}
