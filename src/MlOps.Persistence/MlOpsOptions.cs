using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace MlOps.Persistence;

/// <summary>The settings of an application that adds MlOps.</summary>
public sealed class MlOpsOptions
{
    /// <summary>
    /// The connection to the database. By default it is read from the configuration, as the command does: MLOPS_CONNECTION,
    /// ConnectionStrings:MlOps, the POSTGRES_ variables, or PGHOST and the like.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>The tenant of the rows that the application reads and writes.</summary>
    public Guid TenantId { get; set; } = Tenants.Default;

    /// <summary>
    /// Finds the tenant of a scope, for an application that serves several: that of the request, for instance. It is called when a
    /// scope creates its context, and <see cref="TenantId"/> is not read. A context for which it returns null has no tenant and refuses
    /// to be used, as do those of a factory or a pool, which know no scope.
    /// </summary>
    public Func<IServiceProvider, Guid?>? FindTenant { get; set; }

    /// <summary>
    /// For how long the server knows the tenant. <see cref="TenantScope.Transaction"/> is for pgbouncer's transaction pooling and
    /// for Citus.
    /// </summary>
    public TenantScope TenantScope { get; set; }

    /// <summary>
    /// Whether each change that a context saves is also stored as a learning event, in the same transaction. This costs
    /// one round trip for each save. Bulk writes are not recorded.
    /// </summary>
    public bool RecordLearningEvents { get; set; }

    /// <summary>More settings of EF's provider, such as retries.</summary>
    public Action<NpgsqlDbContextOptionsBuilder>? ConfigureNpgsql { get; set; }

    /// <summary>More settings of the connections, such as a provider of passwords or a certificate.</summary>
    public Action<NpgsqlDataSourceBuilder>? ConfigureDataSource { get; set; }
}
