using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence;

/// <summary>What an application may set when it adds MlOps.</summary>
public sealed class MlOpsOptions
{
    /// <summary>
    /// Where the database is. If not set, it is taken from the configuration, as the command does it: MLOPS_CONNECTION,
    /// ConnectionStrings:MlOps, or the POSTGRES_ variables.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whose rows the application reads and writes.</summary>
    public Guid TenantId { get; set; } = Tenants.Default;

    /// <summary>
    /// For how long the server is told so. <see cref="TenantScope.Transaction"/> is for pgbouncer's transaction pooling and
    /// for Citus.
    /// </summary>
    public TenantScope TenantScope { get; set; }

    /// <summary>
    /// Whether each change that a context saves is also stored as a learning event, in the same transaction. It costs one
    /// COPY a save. Bulk writes are not recorded.
    /// </summary>
    public bool RecordLearningEvents { get; set; }
}
