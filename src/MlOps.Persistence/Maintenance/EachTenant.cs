using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance;

/// <summary>Work for the tenant of a context and all registered tenants, one after the other, in one transaction.</summary>
internal static class EachTenant
{
    /// <param name="context">A context of the owner of the tables.</param>
    /// <param name="includesClosed">Whether closed tenants are among them.</param>
    /// <param name="work">What is done as a tenant. Queries of the context have the filter of its own tenant, and must ignore it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task RunAsync(
        MlOpsDbContext context, bool includesClosed, Func<Guid, Task> work, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                var own = context.GetTenantId();
                var others = await context.RegisteredTenants.IgnoreQueryFilters()
                    .Where(tenant => tenant.Id != own && (includesClosed || tenant.Status != TenantStatus.Closed))
                    .Select(tenant => tenant.Id)
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                // The own tenant is the last one, and the session has it again.
                foreach (var tenant in others.Append(own))
                {
                    await BecomeAsync(context, tenant, cancellationToken).ConfigureAwait(false);
                    await work(tenant).ConfigureAwait(false);
                }

                return others.Count;
            },
            cancellationToken);

    /// <summary>Gives the session a tenant until its transaction ends.</summary>
    public static Task BecomeAsync(MlOpsDbContext context, Guid tenant, CancellationToken cancellationToken)
    {
        // A literal, as TenantTransaction has it.
        var setting = new SqlFragment($"SET LOCAL {MlOpsPostgresFeatures.TenantSetting} = '{tenant}'");
        return context.ExecuteSqlAsync($"{setting}", cancellationToken);
    }
}
