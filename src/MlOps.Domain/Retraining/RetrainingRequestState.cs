namespace MlOps.Domain.Retraining;

/// <summary>How far a retraining request is.</summary>
public enum RetrainingRequestState
{
    /// <summary>No version was registered for it yet.</summary>
    Open,

    /// <summary>A version was registered for it, about which nobody has decided.</summary>
    Answered,

    /// <summary>A decision about the version has closed it.</summary>
    Decided,

    /// <summary>Somebody closed it without a decision.</summary>
    Withdrawn,
}
