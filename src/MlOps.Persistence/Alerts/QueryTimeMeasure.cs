using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Repositories;
using MlOps.Persistence.Sampling;

namespace MlOps.Persistence.Alerts;

/// <summary>How much longer each query takes in the window than in the week before.</summary>
internal sealed class QueryTimeMeasure : IAlertMeasure
{
    private const int MinRecent = 5;
    private const int MinBaseline = 30;
    private const int MostQueries = 100;

    /// <summary>Nobody waits for a query that is faster.</summary>
    private const double MinMilliseconds = 10;

    private static readonly TimeSpan Baseline = TimeSpan.FromDays(7);

    public string Metric => AlertMetrics.QueryTimeRatio;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var window = rule.WindowUntil(now);
        var baseline = new TimeWindow(window.Start - Baseline, window.Start);
        var before = Means(context.QueryLogs.Within(baseline), MinBaseline);
        var found = await Means(context.QueryLogs.Within(window), MinRecent)
            .Join(before, recent => recent.Fingerprint, then => then.Fingerprint, (recent, then) => new
            {
                recent.Fingerprint,
                Now = recent.Milliseconds,
                Then = then.Milliseconds,
            })
            .Where(query => query.Then > 0 && query.Now >= MinMilliseconds)
            .OrderByDescending(query => query.Now / query.Then)
            .Take(MostQueries)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.Count > 0
            ? [.. found.Select(query => Judge(query.Fingerprint, query.Now, query.Then))]
            : [Measured.Missing("", await ExplainAsync(context, rule, cancellationToken).ConfigureAwait(false))];
    }

    private static async Task<string> ExplainAsync(MlOpsDbContext context, AlertRule rule, CancellationToken cancellationToken)
    {
        var source = await StatementStatistics.FindAsync(context, cancellationToken).ConfigureAwait(false);
        return $"No query of {MinMilliseconds} ms or more has {MinRecent} rows of query_performance_logs in the last " +
            $"{Shown.Span(rule.WindowLength)} and {MinBaseline} in the {Shown.Span(Baseline)} before. " +
            (StatementStatistics.FindProblem(source) ?? "The job 'take samples' stores some; 'mlops run' runs it.");
    }

    private static IQueryable<QueryMean> Means(IQueryable<QueryLog> logs, int least) => logs
        .GroupBy(log => log.Fingerprint)
        .Where(runs => runs.Count() >= least)
        .Select(runs => new QueryMean { Fingerprint = runs.Key, Milliseconds = runs.Average(run => run.DurationMs) });

    private static Measured Judge(string fingerprint, double now, double then) => Measured.Of(
        fingerprint,
        now / then,
        $"Query {fingerprint} takes {Shown.Number(now)} ms in the mean, and took {Shown.Number(then)} ms in the week before.",
        "Look at its plan: query_performance_logs has its text.");
}
