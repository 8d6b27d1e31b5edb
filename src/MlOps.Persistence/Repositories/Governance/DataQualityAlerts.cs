using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Configurations.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>
/// Gives alarm about a table whose score is below 90%, and takes it back when it is no longer. Each table has a rule for it,
/// which can be tuned and disabled as any other.
/// </summary>
internal sealed class DataQualityAlerts(MlOpsDbContext context)
{
    private const string Metric = "data_quality_score";
    private const string Author = "data quality";

    private readonly AlertRuleRepository _rules = new(context);
    private readonly AlertRepository _alerts = new(context);

    public async Task UpdateAsync(TableScore table, TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var rule = await _rules.FindAsync(NameFor(table.TableName), cancellationToken).ConfigureAwait(false);
        var open = rule is null ? null : await _alerts.FindOpenAsync(rule.Id, cancellationToken).ConfigureAwait(false);
        var isLow = rule?.IsBreachedBy(table.Score) ?? table.Score < DataQualityCheck.DefaultThreshold;
        if (isLow && open is null && rule is not { Enabled: false })
            await FireAsync(rule ?? Declare(table.TableName, window, at), table.Score, at, cancellationToken).ConfigureAwait(false);
        else if (!isLow && open is not null && (open.AcknowledgedAt ?? open.FiredAt) <= at)
            await ResolveAsync(open, at, cancellationToken).ConfigureAwait(false);
    }

    private AlertRule Declare(string table, TimeWindow window, DateTimeOffset at)
    {
        var rule = AlertRule.Define(
            NameFor(table), Metric, AlertCondition.Below, DataQualityCheck.DefaultThreshold, window.End - window.Start, AlertLevel.Warning, at);
        _rules.Add(rule);
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

    // Somebody who evaluates the same at the same time says the same.
    private async Task SaveUnlessDoneAsync(object[] entities, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveOrConflictAsync(
                entities, [AlertConfiguration.OneOpen, AlertRuleConfiguration.UniqueName], "It is done.", cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.Conflict)
        {
        }
    }

    private static string NameFor(string table) => $"Data quality of {table}";
}
