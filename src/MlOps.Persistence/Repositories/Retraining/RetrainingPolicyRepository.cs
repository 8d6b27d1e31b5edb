using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Configurations.Retraining;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Retraining policies with the thresholds of the gate, each with its former versions.</summary>
public sealed class RetrainingPolicyRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new policy. SaveChanges stores it.</summary>
    public void Add(RetrainingPolicy policy) => context.RetrainingPolicies.Add(policy);

    /// <summary>Finds the current version of a policy.</summary>
    public Task<RetrainingPolicy?> FindCurrentAsync(string name, CancellationToken cancellationToken = default) =>
        context.RetrainingPolicies.SingleOrDefaultAsync(
            policy => policy.Name == name && policy.ReplacedAt == null, cancellationToken);

    /// <exception cref="MlOpsException">There is no such policy.</exception>
    public async Task<RetrainingPolicy> GetCurrentAsync(string name, CancellationToken cancellationToken = default) =>
        await FindCurrentAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(
            MlOpsError.NotFound, $"There is no retraining policy '{name}'. Define it first.");

    /// <summary>The current policy for a model: the one with a name, or else its own, or else the one for all models.</summary>
    /// <exception cref="MlOpsException">There is none, or there are several and no name says which.</exception>
    public async Task<RetrainingPolicy> GetForModelAsync(
        string modelName, string? name, CancellationToken cancellationToken = default)
    {
        var found = await context.RetrainingPolicies
            .Where(policy => policy.ReplacedAt == null && (policy.ModelName == null || policy.ModelName == modelName))
            .Where(policy => name == null || policy.Name == name)
            .OrderBy(policy => policy.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return SelectFor(modelName, found) switch
        {
            [var only] => only,
            [] when name is null => throw new MlOpsException(
                MlOpsError.NotFound,
                $"There is no retraining policy for model '{modelName}'. Define one for it, or one for all models."),
            [] => throw new MlOpsException(
                MlOpsError.NotFound,
                $"There is no retraining policy '{name}' for model '{modelName}'. Define it, or name another one."),
            var several => throw new MlOpsException(
                MlOpsError.Conflict,
                $"Model '{modelName}' has several retraining policies: {string.Join(", ", several.Select(policy => policy.Name))}. " +
                "Name one."),
        };
    }

    /// <summary>Those of a model, or those for all models if it has none of its own.</summary>
    internal static IReadOnlyList<RetrainingPolicy> SelectFor(string modelName, IReadOnlyList<RetrainingPolicy> policies) =>
        policies.Where(policy => policy.ModelName == modelName).ToList() is { Count: > 0 } own
            ? own
            : [.. policies.Where(policy => policy.ModelName is null)];

    /// <summary>Reads all versions of a policy, the newest first.</summary>
    public IAsyncEnumerable<RetrainingPolicy> StreamVersionsAsync(string name) =>
        context.RetrainingPolicies.AsNoTracking()
            .Where(policy => policy.Name == name)
            .OrderByDescending(policy => policy.Version)
            .AsAsyncEnumerable();

    /// <summary>
    /// Replaces the current version by one with other thresholds, and saves the context. If two callers do so at once,
    /// one succeeds and the other gets a conflict.
    /// </summary>
    /// <exception cref="MlOpsException">There is no such policy, or another writer was faster.</exception>
    public async Task<RetrainingPolicy> ChangeAsync(
        string name,
        GateThresholds thresholds,
        string by,
        DateTimeOffset at,
        CancellationToken cancellationToken = default)
    {
        var current = await GetCurrentAsync(name, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(current, cancellationToken).ConfigureAwait(false);
        var next = current.Change(thresholds, by, at);
        context.RetrainingPolicies.Add(next);
        await context.SaveOrConflictAsync(
            [current, next],
            [RetrainingPolicyConfiguration.OneCurrent, RetrainingPolicyConfiguration.OneOfEachVersion],
            $"Another writer changed retraining policy '{name}' at the same time. " +
            "Look at the current version, and try again.",
            cancellationToken).ConfigureAwait(false);
        return next;
    }
}
