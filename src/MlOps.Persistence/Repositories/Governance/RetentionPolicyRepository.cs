using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Tenancy;

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

    /// <summary>Reads all policies, by table.</summary>
    public IAsyncEnumerable<RetentionPolicy> StreamAsync() =>
        context.RetentionPolicies.AsNoTracking().OrderBy(policy => policy.TableName).AsAsyncEnumerable();

    /// <summary>Defines the policy of a table, or changes it, and stores it.</summary>
    /// <exception cref="MlOpsException">The model has no such table, or another writer has changed the policy.</exception>
    public async Task<RetentionPolicy> SetAsync(
        string tableName, int keepDays, RetentionAction action, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var entity = context.Model.GetEntityTypes().FirstOrDefault(type => type.GetTableName() == tableName)
            ?? throw new MlOpsException(MlOpsError.NotFound, $"The model has no table '{tableName}'.");
        if (action == RetentionAction.Delete && LastingRecords.Include(entity))
            throw new MlOpsException(
                MlOpsError.Configuration, $"No policy deletes rows of '{tableName}': decisions, models or settings rest on them.");

        var policy = await FindAsync(tableName, cancellationToken).ConfigureAwait(false);
        if (policy is null)
            Add(policy = RetentionPolicy.Define(tableName, keepDays, action, at));
        else if ((policy.KeepDays, policy.Action) != (keepDays, action))
            policy.Redefine(keepDays, action, at);

        return await SaveAsync(policy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Enables or disables the policy of a table, and stores it. One that is so already stays as it is.</summary>
    /// <exception cref="MlOpsException">The table has no policy, or another writer has changed it.</exception>
    public async Task<RetentionPolicy> SetEnabledAsync(
        string tableName, bool enabled, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var policy = await FindAsync(tableName, cancellationToken).ConfigureAwait(false)
            ?? throw new MlOpsException(MlOpsError.NotFound, $"Table '{tableName}' has no retention policy.");
        if (policy.IsEnabled == enabled)
            return policy;

        if (enabled)
            policy.Enable(at);
        else
            policy.Disable(at);

        return await SaveAsync(policy, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RetentionPolicy> SaveAsync(RetentionPolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return policy;
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw new MlOpsException(
                MlOpsError.Conflict, $"Another writer has changed the retention policy of '{policy.TableName}'. Read it again.", e);
        }
    }
}
