using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Configurations.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>
/// Fires an alert for a table whose score is below 90%, and resolves it when the score is better. Each table has an
/// alert rule for this, which can be tuned and disabled like any other.
/// </summary>
internal sealed class DataQualityAlerts(MlOpsDbContext context)
{
    private const string Metric = "data_quality_score";
    private const string Author = "data quality";

    private readonly AlertRepository _alerts = new(context);

    public async Task UpdateAsync(
        TableScore table, TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var rule = await _alerts.FindRuleAsync(NameRule(table.TableName), cancellationToken).ConfigureAwait(false);
        var open = rule is null
            ? null
            : await _alerts.FindOpenAsync(rule.Id, cancellationToken).ConfigureAwait(false);
        var isLow = rule?.IsBreachedBy(table.Score) ?? table.Score < DataQualityCheck.DefaultThreshold;
        if (isLow && open is null && rule is not { Enabled: false })
        {
            rule ??= DefineRule(table.TableName, window, at);
            await FireAsync(rule, table.Score, at, cancellationToken).ConfigureAwait(false);
        }
        else if (!isLow && open is not null && (open.AcknowledgedAt ?? open.FiredAt) <= at)
        {
            await ResolveAsync(open, at, cancellationToken).ConfigureAwait(false);
        }
    }

    private AlertRule DefineRule(string table, TimeWindow window, DateTimeOffset at)
    {
        var rule = AlertRule.Define(
            NameRule(table),
            Metric,
            AlertCondition.Below,
            DataQualityCheck.DefaultThreshold,
            window.End - window.Start,
            AlertLevel.Warning,
            at);
        _alerts.Add(rule);
        return rule;
    }

    private Task FireAsync(AlertRule rule, double score, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var alert = rule.Fire(score, at);
        context.Alerts.Add(alert);
        return SaveUnlessDoneAsync([rule, alert], cancellationToken);
    }

    private Task ResolveAsync(Alert alert, DateTimeOffset at, CancellationToken cancellationToken)
    {
        alert.Resolve(Author, at);
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

    private static string NameRule(string table) => $"Data quality of {table}";
}
