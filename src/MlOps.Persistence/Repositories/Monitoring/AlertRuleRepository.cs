using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>What somebody wants to be told of.</summary>
public sealed class AlertRuleRepository(MlOpsDbContext context)
{
    public void Add(AlertRule rule) => context.AlertRules.Add(rule);

    public Task<AlertRule?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        context.AlertRules.SingleOrDefaultAsync(rule => rule.Name == name, cancellationToken);

    /// <exception cref="MlOpsException">There is no such rule.</exception>
    public async Task<AlertRule> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await FindAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no alert rule '{name}'. Define it first.");

    /// <summary>The rules to go by, by name.</summary>
    public IAsyncEnumerable<AlertRule> StreamEnabledAsync() =>
        context.AlertRules.AsNoTracking().Where(rule => rule.Enabled).OrderBy(rule => rule.Name).AsAsyncEnumerable();
}
