using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
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

    /// <summary>Finds an alert by its id, with its rule.</summary>
    /// <exception cref="MlOpsException">There is no such alert.</exception>
    public async Task<Alert> GetAsync(Guid alertId, CancellationToken cancellationToken = default) =>
        await context.Alerts.Include(alert => alert.Rule)
            .SingleOrDefaultAsync(alert => alert.Id == alertId, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no alert {alertId}.");

    /// <summary>Records that somebody takes care of an alert, and saves the context.</summary>
    /// <exception cref="MlOpsException">There is no such alert, or somebody was faster.</exception>
    public Task<Alert> AcknowledgeAsync(Guid alertId, string by, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ChangeAsync(alertId, alert => alert.Acknowledge(by, at), cancellationToken);

    /// <summary>Ends an alert, and saves the context. The rule fires again if its cause lasts.</summary>
    /// <exception cref="MlOpsException">There is no such alert, or somebody was faster.</exception>
    public Task<Alert> ResolveAsync(
        Guid alertId, string by, DateTimeOffset at, string? note = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(alertId, alert => alert.Resolve(by, at, note), cancellationToken);

    /// <summary>Stops a rule from firing until a time, and saves the context.</summary>
    /// <exception cref="MlOpsException">There is no such rule, or somebody changed it at the same time.</exception>
    public async Task<AlertRule> SilenceAsync(
        string name, DateTimeOffset until, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var rule = await GetRuleAsync(name, cancellationToken).ConfigureAwait(false);
        rule.Silence(until, by, at);
        await context.SaveOrConflictAsync(
            [rule], [], $"Somebody else changed {rule} at the same time. Try again.", cancellationToken).ConfigureAwait(false);
        return rule;
    }

    /// <summary>Finds the open alert of a rule about a subject; the empty text is for metrics without subjects.</summary>
    public Task<Alert?> FindOpenAsync(Guid ruleId, string subject = "", CancellationToken cancellationToken = default) =>
        context.Alerts.SingleOrDefaultAsync(
            alert => alert.RuleId == ruleId && alert.Subject == subject && alert.ResolvedAt == null, cancellationToken);

    /// <summary>Reads what the last evaluation saw, with the rules, by rule and subject. What could not be measured says why.</summary>
    public IAsyncEnumerable<AlertState> StreamStatesAsync() =>
        context.AlertStates.AsNoTracking().Include(state => state.Rule)
            .OrderBy(state => state.Rule!.Name).ThenBy(state => state.Subject)
            .AsAsyncEnumerable();

    /// <summary>Reads all open alerts with their rules, the newest first.</summary>
    public IAsyncEnumerable<Alert> StreamOpenAsync() =>
        context.Alerts.AsNoTracking().Include(alert => alert.Rule)
            .Where(alert => alert.ResolvedAt == null)
            .OrderByDescending(alert => alert.FiredAt)
            .AsAsyncEnumerable();

    /// <summary>Reads all alerts with their rules, open or not, the newest first.</summary>
    public IAsyncEnumerable<Alert> StreamAsync() =>
        context.Alerts.AsNoTracking().Include(alert => alert.Rule)
            .OrderByDescending(alert => alert.FiredAt)
            .AsAsyncEnumerable();

    /// <summary>Reads all rules, by name.</summary>
    public IAsyncEnumerable<AlertRule> StreamRulesAsync() =>
        context.AlertRules.AsNoTracking().OrderBy(rule => rule.Name).AsAsyncEnumerable();

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
    /// <exception cref="MlOpsException">The rule has an open alert about the subject already.</exception>
    public async Task<Alert> FireAsync(
        AlertRule rule, double value, DateTimeOffset at, AlertFinding? finding = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var alert = rule.Fire(value, at, finding);
        context.Alerts.Add(alert);
        await context.SaveOrConflictAsync(
            [alert],
            [AlertConfiguration.OneOpen],
            $"{rule} has an open alert{(alert.Subject.Length == 0 ? "" : $" about '{alert.Subject}'")} already. Resolve it before the " +
            "rule fires again.",
            cancellationToken).ConfigureAwait(false);
        return alert;
    }

    private async Task<Alert> ChangeAsync(Guid alertId, Action<Alert> change, CancellationToken cancellationToken)
    {
        var alert = await GetAsync(alertId, cancellationToken).ConfigureAwait(false);
        try
        {
            change(alert);
        }
        catch (IllegalTransitionException e)
        {
            throw new MlOpsException(MlOpsError.Conflict, e.Message, e);
        }

        await context.SaveOrConflictAsync(
            [alert], [], $"Somebody else changed {alert} at the same time. Look at it again.", cancellationToken).ConfigureAwait(false);
        return alert;
    }
}
