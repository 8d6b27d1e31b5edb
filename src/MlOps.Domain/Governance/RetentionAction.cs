namespace MlOps.Domain.Governance;

/// <summary>What happens to rows that are too old.</summary>
public enum RetentionAction
{
    Archive,
    Aggregate,
    Delete,
}
