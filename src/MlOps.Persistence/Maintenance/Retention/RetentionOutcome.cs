namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>What became of rows that a retention policy is about.</summary>
public enum RetentionOutcome
{
    /// <summary>They are too old, and nothing is done to them yet.</summary>
    Due,

    /// <summary>They are in the archive.</summary>
    Archived,

    /// <summary>They are deleted.</summary>
    Deleted,

    /// <summary>They are too old by a policy, and stay for a reason.</summary>
    Kept,
}
