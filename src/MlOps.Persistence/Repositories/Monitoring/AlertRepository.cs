using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Configurations.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Alerts that are open, and those that were.</summary>
public sealed class AlertRepository(MlOpsDbContext context)
{
    /// <summary>Fires a rule and saves the alert. Of callers that do so at once one wins, and the others get a conflict.</summary>
    /// <exception cref="MlOpsException">The rule has an open alert already.</exception>
    public async Task<Alert> FireAsync(AlertRule rule, double value, DateTimeOffset at, CancellationToken cancellationToken = default)
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

    public Task<Alert?> FindOpenAsync(Guid ruleId, CancellationToken cancellationToken = default) =>
        context.Alerts.SingleOrDefaultAsync(alert => alert.RuleId == ruleId && alert.ResolvedAt == null, cancellationToken);

    /// <summary>All open alerts, the newest first.</summary>
    public IAsyncEnumerable<Alert> StreamOpenAsync() =>
        context.Alerts.AsNoTracking()
            .Where(alert => alert.ResolvedAt == null)
            .OrderByDescending(alert => alert.FiredAt)
            .AsAsyncEnumerable();

    /// <summary>The latest alerts of a rule, open or not, the newest first.</summary>
    public IAsyncEnumerable<Alert> StreamLatestAsync(Guid ruleId, int count) =>
        context.Alerts.AsNoTracking()
            .Where(alert => alert.RuleId == ruleId)
            .OrderByDescending(alert => alert.FiredAt)
            .Take(count)
            .AsAsyncEnumerable();
}
