namespace MlOps.Domain.Governance;

/// <summary>Whether a tenant's applications may use the system.</summary>
public enum TenantStatus
{
    Active,
    Suspended,
    Closed,
}
