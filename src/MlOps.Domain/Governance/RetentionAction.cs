namespace MlOps.Domain.Governance;

/// <summary>What becomes of rows that are too old.</summary>
public enum RetentionAction
{
    Archive,
    Aggregate,
    Delete,
}
