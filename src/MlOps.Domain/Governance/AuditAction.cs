namespace MlOps.Domain.Governance;

/// <summary>The change to a row.</summary>
public enum AuditAction
{
    Insert,
    Update,
    Delete,
}
