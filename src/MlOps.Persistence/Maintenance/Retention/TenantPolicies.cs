using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>The retention policies of all tenants that are enabled.</summary>
internal sealed class TenantPolicies
{
    private readonly Dictionary<(Guid Tenant, string Table), RetentionPolicy> _policies = [];

    private TenantPolicies()
    {
    }

    public IEnumerable<(Guid Tenant, RetentionPolicy Policy)> All => _policies.Select(policy => (policy.Key.Tenant, policy.Value));

    public static async Task<TenantPolicies> ReadAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var read = new TenantPolicies();
        await EachTenant.RunAsync(
            context,
            async tenant =>
            {
                var policies = await context.RetentionPolicies.IgnoreQueryFilters().AsNoTracking()
                    .Where(policy => policy.TenantId == tenant && policy.IsEnabled)
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                foreach (var policy in policies)
                    read._policies[(tenant, policy.TableName)] = policy;
            },
            cancellationToken).ConfigureAwait(false);
        return read;
    }

    /// <summary>The policy of a tenant for a table; null if it has none that is enabled.</summary>
    public RetentionPolicy? Find(Guid tenant, string table) => _policies.GetValueOrDefault((tenant, table));

    /// <summary>The policies of a tenant for some tables.</summary>
    public IEnumerable<RetentionPolicy> List(Guid tenant, IEnumerable<string> tables) =>
        tables.Select(table => Find(tenant, table)).OfType<RetentionPolicy>();
}
