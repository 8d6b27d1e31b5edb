namespace MlOps.Domain.Predictions;

/// <summary>How much is at stake if the prediction is wrong, or if nobody acts on it.</summary>
public enum RiskLevel
{
    Low,
    Medium,
    High,
    Critical,
}
