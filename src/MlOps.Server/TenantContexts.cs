using MlOps.Persistence;

namespace MlOps.Server;

/// <summary>Creates the contexts of a request.</summary>
internal sealed class TenantContexts(IServiceProvider scope, MlOpsBuilder mlops)
{
    /// <summary>Creates a context for the rows of a tenant. The caller disposes of it.</summary>
    public MlOpsDbContext Create(Guid tenantId) => mlops.CreateTenantContext(scope, tenantId);
}
