namespace MlOps.Domain.Retraining;

/// <summary>What happens to a retrained version.</summary>
public enum RetrainingAction
{
    Promote,
    Reject,

    /// <summary>The gate would promote it, and another person must agree.</summary>
    PendingApproval,
}
