using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Patterns;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Patterns;

/// <summary>The errors of a segment in a window of a monitor, or of all its predictions.</summary>
internal sealed record SegmentRows(
    Guid MonitorId,
    string ServiceName,
    DateTimeOffset WindowStart,
    DateTimeOffset WindowEnd,
    string? SegmentFeature,
    string? SegmentKind,
    string? SegmentName,
    long Count,
    double? MeanError,
    double? RootError)
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(60);

    /// <summary>Reads the newest windows of each monitor, of each the newest revision. In each span of its length there is one.</summary>
    public static async Task<IEnumerable<SegmentWindow>> ListAsync(
        MlOpsDbContext context, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (r, o, m) = (
            context.GetTable<MonitoringRun>("r"), context.GetTable<ServiceMonitor>("o"), context.GetTable<PerformanceMetric>("m"));
        var rows = await context.QuerySql<SegmentRows>(
            $"""
            WITH spans AS (
                SELECT DISTINCT ON (1, 2) {r[x => x.MonitorId]} AS monitor,
                    ceil(extract(epoch FROM date_trunc('second', {r[x => x.Timestamp]})) / ({r[x => x.LookbackHours]} * 3600)) AS span,
                    {r[x => x.Id]} AS run
                FROM {r}
                WHERE {r[x => x.TenantId]} = {context.TenantId} AND {r[x => x.MonitorId]} IS NOT NULL
                    AND {r[x => x.Timestamp]} > {until - Past} AND {r[x => x.Timestamp]} < {until.AddSeconds(1)}
                ORDER BY 1, 2, {r[x => x.Timestamp]} DESC),
            newest AS (SELECT s.*, row_number() OVER (PARTITION BY s.monitor ORDER BY s.span DESC) AS place FROM spans AS s)
            SELECT n.monitor AS "MonitorId", {o[x => x.ServiceName]} AS "ServiceName", {m[x => x.WindowStart]} AS "WindowStart",
                {m[x => x.WindowEnd]} AS "WindowEnd", {m[x => x.SegmentFeature]} AS "SegmentFeature",
                {m[x => x.SegmentKind]}::text AS "SegmentKind", {m[x => x.SegmentName]} AS "SegmentName",
                max({m[x => x.SampleCount]}) AS "Count",
                max({m[x => x.Value]}) FILTER (WHERE {m[x => x.Metric]} = 'mean_absolute_error') AS "MeanError",
                max({m[x => x.Value]}) FILTER (WHERE {m[x => x.Metric]} = 'root_mean_square_error') AS "RootError"
            FROM newest AS n
            JOIN {o} ON {o[x => x.TenantId]} = {context.TenantId} AND {o[x => x.Id]} = n.monitor
            JOIN {m} ON {m[x => x.TenantId]} = {context.TenantId} AND {m[x => x.MonitoringRunId]} = n.run
            WHERE n.place <= {SegmentDetector.MostWindows} AND NOT {m[x => x.IsEstimate]}
                AND {m[x => x.Metric]} IN ('mean_absolute_error', 'root_mean_square_error')
            GROUP BY 1, 2, 3, 4, 5, 6, 7
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.GroupBy(row => (row.MonitorId, row.WindowEnd)).Select(window => ToWindow([.. window])).OfType<SegmentWindow>();
    }

    private static SegmentWindow? ToWindow(List<SegmentRows> rows)
    {
        if (rows.Find(row => row.SegmentFeature is null) is not { MeanError: { } mean, RootError: { } root } all)
            return null;

        var segments = rows
            .Where(row => row is { SegmentFeature: not null, MeanError: not null, RootError: not null })
            .Select(row => SegmentErrors.Find(
                row.Describe(),
                row.SegmentFeature == "model_version",
                (row.Count, row.MeanError!.Value, row.RootError!.Value),
                (all.Count, mean, root)))
            .OfType<SegmentErrors>();
        return new SegmentWindow(all.MonitorId, all.ServiceName, new(all.WindowStart, all.WindowEnd), [.. segments]);
    }

    private string Describe() => SegmentName is null ? $"{SegmentFeature} is {SegmentKind}" : $"{SegmentFeature} = {SegmentName}";
}
