namespace MlOps.Domain.Governance;

/// <summary>What was done to a row.</summary>
public enum AuditAction
{
    Insert,
    Update,
    Delete,
}
