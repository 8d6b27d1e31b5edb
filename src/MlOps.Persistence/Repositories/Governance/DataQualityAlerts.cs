using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Configurations.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>
/// Fires an alert for a table whose score is below 90%, and resolves it when the score is better. One alert rule is about all tables, and
/// can be tuned and disabled like any other.
/// </summary>
internal sealed class DataQualityAlerts(MlOpsDbContext context)
{
    /// <summary>What to do about a low score.</summary>
    public const string Remedy = "Read data_quality_results, which has the counts of each check, and look at the rows that fail.";

    private readonly AlertRepository _alerts = new(context);

    /// <summary>Says what was seen.</summary>
    public static string Describe(TableScore table) =>
        FormattableString.Invariant(
            $"The quality of table {table.TableName} is {table.Score:0.##%}: {table.Failed} of its {table.Checks} checks failed.");

    public async Task UpdateAsync(TableScore table, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var rule = await _alerts.FindRuleAsync(DefaultAlertRules.LowQuality, cancellationToken).ConfigureAwait(false);
        var open = rule is null
            ? null
            : await _alerts.FindOpenAsync(rule.Id, table.TableName, cancellationToken).ConfigureAwait(false);
        if (open is not null)
        {
            if (rule!.IsClearedBy(table.Score) && (open.AcknowledgedAt ?? open.FiredAt) <= at)
                await ResolveAsync(open, at, cancellationToken).ConfigureAwait(false);
        }
        else if (rule?.IsBreachedBy(table.Score) ?? table.Score < DataQualityCheck.DefaultThreshold)
        {
            if (rule is { Enabled: false } || rule?.IsSilencedAt(at) == true)
                return;

            await FireAsync(rule ?? DefineRule(at), table, at, cancellationToken).ConfigureAwait(false);
        }
    }

    private AlertRule DefineRule(DateTimeOffset at)
    {
        var rule = DefaultAlertRules.Create(at).Single(rule => rule.Name == DefaultAlertRules.LowQuality);
        _alerts.Add(rule);
        return rule;
    }

    private Task FireAsync(AlertRule rule, TableScore table, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var alert = rule.Fire(table.Score, at, new AlertFinding(table.TableName, Describe(table), Remedy));
        context.Alerts.Add(alert);
        return SaveUnlessDoneAsync([rule, alert], cancellationToken);
    }

    private Task ResolveAsync(Alert alert, DateTimeOffset at, CancellationToken cancellationToken)
    {
        alert.Resolve(Alert.Recovery, at);
        return SaveUnlessDoneAsync([alert], cancellationToken);
    }

    // Another caller that evaluates the same rules at the same time comes to the same result.
    private async Task SaveUnlessDoneAsync(object[] entities, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveOrConflictAsync(
                entities,
                [AlertConfiguration.OneOpen, AlertRuleConfiguration.UniqueName],
                "Another evaluation has updated the alert already.",
                cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.Conflict)
        {
        }
    }
}
