namespace MlOps.Domain.Tenancy;

/// <summary>Whether a tenant's applications may use the system.</summary>
public enum TenantStatus
{
    Active,
    Suspended,
    Closed,
}
