using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>The retention policies of all registered tenants, also of closed ones.</summary>
internal sealed class TenantPolicies
{
    private readonly Dictionary<(Guid Tenant, string Table), RetentionPolicy> _policies = [];

    private TenantPolicies()
    {
    }

    /// <summary>Those that are enabled.</summary>
    public IEnumerable<(Guid Tenant, RetentionPolicy Policy)> Enabled =>
        _policies.Where(policy => policy.Value.IsEnabled).Select(policy => (policy.Key.Tenant, policy.Value));

    public static async Task<TenantPolicies> ReadAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var read = new TenantPolicies();
        await EachTenant.RunAsync(
            context,
            includesClosed: true,
            async tenant =>
            {
                var policies = await context.RetentionPolicies.IgnoreQueryFilters().AsNoTracking()
                    .Where(policy => policy.TenantId == tenant).ToListAsync(cancellationToken).ConfigureAwait(false);
                foreach (var policy in policies)
                    read._policies[(tenant, policy.TableName)] = policy;
            },
            cancellationToken).ConfigureAwait(false);
        return read;
    }

    /// <summary>The policy of a tenant for a table, enabled or not; null if it has none.</summary>
    public RetentionPolicy? Find(Guid tenant, string table) => _policies.GetValueOrDefault((tenant, table));
}
