namespace MlOps.Postgres;

/// <summary>The tenants that a role may read and write.</summary>
public enum RoleScope
{
    /// <summary>Those of its session's tenant.</summary>
    Tenant,

    /// <summary>Those of all tenants, where it has rights on what carries no policy: partitions and materialized views.</summary>
    AllTenants,

    /// <summary>
    /// Those of all tenants, to read, in the tables that materialized views are filled from. For whoever migrates and owns
    /// the tables; a model has one such role.
    /// </summary>
    Owner,
}
