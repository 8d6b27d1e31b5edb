using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>How far the features contribute to answers in another order than before, in the newest window of each monitor.</summary>
internal sealed class AttributionDriftMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.AttributionDrift;

    // The subjects that the rule had before count.
    public bool DependsOnRule => true;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var measured = new List<Measured>();
        var windows = await NewestWindow.ListAsync(context, rule, now, cancellationToken).ConfigureAwait(false);
        foreach (var window in windows)
        {
            if (window.IsThere)
            {
                var found = await context.DriftMetrics.AsNoTracking()
                    .Where(metric => metric.MonitoringRunId == window.Run.Id && metric.Kind == DriftKind.Attribution)
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                measured.AddRange(found.Select(metric => Judge(window.Monitor, metric)));
            }
        }

        // Those of a monitor that is stopped or deleted are not there any more.
        var known = (await KnownSubjects.ListAsync(context, rule, cancellationToken).ConfigureAwait(false))
            .Where(subject => windows.Exists(window => subject.StartsWith($"{window.Monitor.Name}: ", StringComparison.Ordinal)));
        measured.AddRange(known.Except(measured.Select(one => one.Subject)).Select(subject => Measured.Missing(
            subject, $"The newest window of {subject} has no result for attributions. The report of the window says why.")));
        return measured.Count > 0
            ? measured.OrderBy(one => one.Subject, StringComparer.Ordinal).ToList()
            : [Measured.Missing("", "No monitor has compared attributions in its newest window. Few predictions have any, or none.")];
    }

    private static Measured Judge(ServiceMonitor monitor, DriftMetric metric)
    {
        var method = AttributionComparison.FindMethod(metric);
        return Measured.Of(
            $"{monitor.Name}: {method}",
            metric.Statistic,
            $"By {method}, the features contribute to the answers of service '{monitor.ServiceName}' in another order than in the " +
            $"reference: the NDCG has lost {Shown.Number(metric.Statistic)}, until {Shown.Time(metric.CurrentEnd)}.",
            $"Type \"mlops drift show {metric.Id}\" to see the features.");
    }
}
