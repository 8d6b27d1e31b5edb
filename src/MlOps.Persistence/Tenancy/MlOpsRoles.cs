namespace MlOps.Persistence.Tenancy;

/// <summary>The group roles that a migration creates. Grant them to the users that log in.</summary>
public static class MlOpsRoles
{
    /// <summary>For the user that migrates and owns the tables: materialized views are filled with its rights.</summary>
    public const string Owner = "mlops_owner";

    /// <summary>For a trusted writer of all tenants: it reaches the partitions, which carry no policy.</summary>
    public const string Service = "mlops_service";

    /// <summary>For applications: reads and writes the rows of its session's tenant.</summary>
    public const string App = "mlops_app";

    /// <summary>The mark of a login that is bound to one tenant. `mlops roles create-login` grants it.</summary>
    public const string Bound = "mlops_bound";

    /// <summary>For dashboards: reads the rows of its session's tenant.</summary>
    public const string Reader = "mlops_reader";
}
