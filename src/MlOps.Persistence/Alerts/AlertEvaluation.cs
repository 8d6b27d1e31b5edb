using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Alerts;

/// <summary>Measures the metrics of all rules as of a time, and fires and resolves their alerts.</summary>
internal sealed class AlertEvaluation(
    MlOpsDbContext context, DateTimeOffset now, IReadOnlyDictionary<string, IAlertMeasure> measures)
{
    /// <summary>A rule is evaluated at most so often within its window: each quarter of an hour for a day.</summary>
    private const int MostInWindow = 100;

    // Two rules often differ in the threshold alone, on which few measures depend.
    private readonly Dictionary<(string, TimeSpan, string?, string?, double, Guid), IReadOnlyList<Measured>?> _measured = [];
    private readonly AlertReport _report = new();

    /// <summary>Evaluates all rules that are enabled, and saves the context.</summary>
    public async Task<AlertReport> RunAsync(CancellationToken cancellationToken)
    {
        var rules = await context.InTransactionAsync(
            () => context.AlertRules.AsNoTracking().OrderBy(rule => rule.Name).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var states = await context.InTransactionAsync(
            () => context.AlertStates.ToListAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        var measured = new List<(AlertRule Rule, IReadOnlyList<Measured> Values, bool IsWhole)>();
        foreach (var rule in rules.Where(rule => rule.Enabled && IsDue(rule, states)))
        {
            var (values, isWhole) = await MeasureAsync(rule, cancellationToken).ConfigureAwait(false);
            measured.Add((rule, values, isWhole));
        }

        return await context.InTransactionAsync(
            async () =>
            {
                var open = await context.Alerts.Where(alert => alert.ResolvedAt == null)
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                foreach (var (rule, values, isWhole) in measured)
                {
                    new RuleEvaluation(context, rule, now, _report).Run(
                        values,
                        isWhole,
                        states.FindAll(state => state.RuleId == rule.Id),
                        open.FindAll(alert => alert.RuleId == rule.Id));
                }

                var disabled = rules.Where(rule => !rule.Enabled).Select(rule => rule.Id).ToHashSet();
                context.RemoveRange(states.Where(state => disabled.Contains(state.RuleId)));
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return _report;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private bool IsDue(AlertRule rule, List<AlertState> states) =>
        !states.Exists(state => state.RuleId == rule.Id && state.EvaluatedAt > now - (rule.WindowLength / MostInWindow));

    // A measure that fails stops neither the others nor their alerts.
    private async Task<(IReadOnlyList<Measured> Values, bool IsWhole)> MeasureAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        if (!measures.TryGetValue(rule.Metric, out var measure))
        {
            return (
                [Measured.Missing("", $"MlOps does not measure '{rule.Metric}'. It measures: {string.Join(", ", measures.Keys.Order())}.")],
                false);
        }

        try
        {
            return (await FindAsync(rule, measure, cancellationToken).ConfigureAwait(false), true);
        }
        catch (Exception e) when (e is NpgsqlException or { InnerException: NpgsqlException } && !cancellationToken.IsCancellationRequested)
        {
            return ([Measured.Missing("", $"The database did not answer: {DatabaseRefusal.Describe(e)}")], false);
        }
    }

    private async Task<IReadOnlyList<Measured>> FindAsync(AlertRule rule, IAlertMeasure measure, CancellationToken cancellationToken)
    {
        var key = (
            rule.Metric, rule.WindowLength, rule.ModelName, rule.ServiceName, measure.DependsOnThreshold ? rule.Threshold : 0,
            measure.DependsOnRule ? rule.Id : Guid.Empty);
        if (_measured.GetValueOrDefault(key) is { } known)
            return known;

        var values = await context.InTransactionAsync(
            () => measure.MeasureAsync(context, rule, now, cancellationToken), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Measured> distinct = [.. values.DistinctBy(value => value.Subject, StringComparer.Ordinal)];
        _measured[key] = distinct;
        return distinct;
    }
}
