namespace MlOps.Domain.Retraining;

/// <summary>What happens to a retrained version.</summary>
public enum RetrainingAction
{
    Promote,
    Reject,
}
