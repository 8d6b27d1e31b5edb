using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Configurations.Retraining;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>The gate's thresholds: those that hold, and those that held.</summary>
public sealed class RetrainingPolicyRepository(MlOpsDbContext context)
{
    public void Add(RetrainingPolicy policy) => context.RetrainingPolicies.Add(policy);

    /// <summary>The version that holds now, if there is such a policy.</summary>
    public Task<RetrainingPolicy?> FindCurrentAsync(string name, CancellationToken cancellationToken = default) =>
        context.RetrainingPolicies.SingleOrDefaultAsync(policy => policy.Name == name && policy.ReplacedAt == null, cancellationToken);

    /// <exception cref="MlOpsException">There is no such policy.</exception>
    public async Task<RetrainingPolicy> GetCurrentAsync(string name, CancellationToken cancellationToken = default) =>
        await FindCurrentAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no retraining policy '{name}'. Define it first.");

    /// <summary>All versions of a policy, the newest first.</summary>
    public IAsyncEnumerable<RetrainingPolicy> StreamVersionsAsync(string name) =>
        context.RetrainingPolicies.AsNoTracking()
            .Where(policy => policy.Name == name)
            .OrderByDescending(policy => policy.Version)
            .AsAsyncEnumerable();

    /// <summary>
    /// Replaces the current version by one with other thresholds, and saves both. When two callers do so at once, one wins
    /// and the other gets a conflict.
    /// </summary>
    /// <exception cref="MlOpsException">There is no such policy, or another writer was faster.</exception>
    public async Task<RetrainingPolicy> ChangeAsync(
        string name, GateThresholds thresholds, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var current = await GetCurrentAsync(name, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(current, cancellationToken).ConfigureAwait(false);
        var next = current.Change(thresholds, by, at);
        context.RetrainingPolicies.Add(next);
        await context.SaveOrConflictAsync(
            [current, next],
            [RetrainingPolicyConfiguration.OneCurrent, RetrainingPolicyConfiguration.OneOfEachVersion],
            $"Another writer changed retraining policy '{name}' at the same time. Look at what holds now, and try again.",
            cancellationToken).ConfigureAwait(false);
        return next;
    }
}
