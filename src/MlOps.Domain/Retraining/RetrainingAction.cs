namespace MlOps.Domain.Retraining;

/// <summary>What became of the retrained version.</summary>
public enum RetrainingAction
{
    Promote,
    Reject,
}
