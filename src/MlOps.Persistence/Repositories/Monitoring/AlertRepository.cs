using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Configurations.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Alert rules, and the alerts that they fired.</summary>
public sealed class AlertRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new rule. SaveChanges stores it.</summary>
    public void Add(AlertRule rule) => context.AlertRules.Add(rule);

    public Task<AlertRule?> FindRuleAsync(string name, CancellationToken cancellationToken = default) =>
        context.AlertRules.SingleOrDefaultAsync(rule => rule.Name == name, cancellationToken);

    /// <exception cref="MlOpsException">There is no such rule.</exception>
    public async Task<AlertRule> GetRuleAsync(string name, CancellationToken cancellationToken = default) =>
        await FindRuleAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no alert rule '{name}'. Define it first.");

    /// <summary>Reads the rules that are enabled, by name.</summary>
    public IAsyncEnumerable<AlertRule> StreamEnabledRulesAsync() =>
        context.AlertRules.AsNoTracking()
            .Where(rule => rule.Enabled)
            .OrderBy(rule => rule.Name)
            .AsAsyncEnumerable();

    /// <summary>Finds the open alert of a rule.</summary>
    public Task<Alert?> FindOpenAsync(Guid ruleId, CancellationToken cancellationToken = default) =>
        context.Alerts.SingleOrDefaultAsync(
            alert => alert.RuleId == ruleId && alert.ResolvedAt == null, cancellationToken);

    /// <summary>Reads all open alerts, the newest first.</summary>
    public IAsyncEnumerable<Alert> StreamOpenAsync() =>
        context.Alerts.AsNoTracking()
            .Where(alert => alert.ResolvedAt == null)
            .OrderByDescending(alert => alert.FiredAt)
            .AsAsyncEnumerable();

    /// <summary>Reads the latest alerts of a rule, open or not, the newest first.</summary>
    public IAsyncEnumerable<Alert> StreamLatestAsync(Guid ruleId, int count) =>
        context.Alerts.AsNoTracking()
            .Where(alert => alert.RuleId == ruleId)
            .OrderByDescending(alert => alert.FiredAt)
            .Take(count)
            .AsAsyncEnumerable();

    /// <summary>
    /// Fires a rule, and saves the context. If several callers do so at once, one succeeds and the others get a
    /// conflict.
    /// </summary>
    /// <exception cref="MlOpsException">The rule has an open alert already.</exception>
    public async Task<Alert> FireAsync(
        AlertRule rule, double value, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var alert = rule.Fire(value, at);
        context.Alerts.Add(alert);
        await context.SaveOrConflictAsync(
            [alert],
            [AlertConfiguration.OneOpen],
            $"{rule} has an open alert already. Resolve it before the rule fires again.",
            cancellationToken).ConfigureAwait(false);
        return alert;
    }
}
