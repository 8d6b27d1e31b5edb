using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>Retention policies: how long the rows of each table stay.</summary>
public sealed class RetentionPolicyRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new policy. SaveChanges stores it.</summary>
    public void Add(RetentionPolicy policy) => context.RetentionPolicies.Add(policy);

    /// <summary>Finds the policy of a table.</summary>
    public Task<RetentionPolicy?> FindAsync(string tableName, CancellationToken cancellationToken = default) =>
        context.RetentionPolicies.SingleOrDefaultAsync(policy => policy.TableName == tableName, cancellationToken);

    /// <summary>Reads the policies that are enabled, by table.</summary>
    public IAsyncEnumerable<RetentionPolicy> StreamEnabledAsync() =>
        context.RetentionPolicies.AsNoTracking()
            .Where(policy => policy.IsEnabled)
            .OrderBy(policy => policy.TableName)
            .AsAsyncEnumerable();
}
