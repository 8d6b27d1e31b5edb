using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>How long the rows of each table are kept.</summary>
public sealed class RetentionPolicyRepository(MlOpsDbContext context)
{
    public void Add(RetentionPolicy policy) => context.RetentionPolicies.Add(policy);

    public Task<RetentionPolicy?> FindAsync(string tableName, CancellationToken cancellationToken = default) =>
        context.RetentionPolicies.SingleOrDefaultAsync(policy => policy.TableName == tableName, cancellationToken);

    /// <summary>The policies that are in force, by table.</summary>
    public IAsyncEnumerable<RetentionPolicy> StreamEnabledAsync() =>
        context.RetentionPolicies.AsNoTracking()
            .Where(policy => policy.IsEnabled).OrderBy(policy => policy.TableName).AsAsyncEnumerable();
}
