namespace MlOps.Domain.Governance;

/// <summary>Whether a tenant's applications may work.</summary>
public enum TenantStatus
{
    Active,
    Suspended,
    Closed,
}
