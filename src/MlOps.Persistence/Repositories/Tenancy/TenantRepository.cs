using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;

namespace MlOps.Persistence.Repositories.Tenancy;

/// <summary>The tenant of the context. Each tenant sees itself alone.</summary>
public sealed class TenantRepository(MlOpsDbContext context)
{
    public void Add(Tenant tenant) => context.RegisteredTenants.Add(tenant);

    /// <summary>The context's tenant, if it is registered.</summary>
    public Task<Tenant?> FindAsync(CancellationToken cancellationToken = default) =>
        context.RegisteredTenants.SingleOrDefaultAsync(tenant => tenant.Id == context.TenantId, cancellationToken);
}
