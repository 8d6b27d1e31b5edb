namespace MlOps.Domain.Retraining;

/// <summary>Why a retraining was considered.</summary>
public enum TriggerReason
{
    Scheduled,
    Drift,
    Manual,
}
