namespace MlOps.Domain.Tenancy;

/// <summary>Well-known tenants.</summary>
public static class Tenants
{
    /// <summary>The tenant of all rows in a system that has only one tenant.</summary>
    public static readonly Guid Default = new("00000000-0000-7000-8000-000000000001");
}
