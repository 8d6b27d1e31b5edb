using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Patterns;
using MlOps.Postgres;

namespace MlOps.Persistence.Patterns;

/// <summary>How often a feature drifted on a day of the week, as a row.</summary>
internal sealed record WeekdayRows(
    Guid MonitorId, string ServiceName, string FeatureName, int Weekday, int Days, DateOnly[] DriftedDays)
{
    private const int LongestWindowHours = 24;

    /// <summary>
    /// Reads what monitors with windows of a day at most have judged, of each window by its newest revision. A window belongs to the day of
    /// its middle, and a feature drifts on a day if it does in most of its windows.
    /// </summary>
    public static async Task<IEnumerable<FeatureWeekday>> ListAsync(
        MlOpsDbContext context, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (r, o, d) = (
            context.GetTable<MonitoringRun>("r"), context.GetTable<ServiceMonitor>("o"), context.GetTable<DriftMetric>("d"));
        var rows = await context.QuerySql<WeekdayRows>(
            $"""
            WITH windows AS (
                SELECT DISTINCT ON (1, 2) {r[x => x.MonitorId]} AS monitor, date_trunc('second', {r[x => x.Timestamp]}) AS ended,
                    {r[x => x.LookbackHours]} AS hours, {r[x => x.Id]} AS run
                FROM {r}
                WHERE {r[x => x.TenantId]} = {context.TenantId} AND {r[x => x.MonitorId]} IS NOT NULL
                    AND {r[x => x.LookbackHours]} <= {LongestWindowHours}
                    AND {r[x => x.Timestamp]} > {until.AddDays(-7 * WeekdayDetector.MostWeeks)} AND {r[x => x.Timestamp]} < {until.AddSeconds(1)}
                ORDER BY 1, 2, {r[x => x.Timestamp]} DESC),
            days AS (
                SELECT w.monitor, {d[x => x.FeatureName]} AS feature,
                    ((w.ended - w.hours * interval '30 minutes') AT TIME ZONE 'UTC')::date AS day,
                    2 * count(*) FILTER (WHERE {d[x => x.Drifted]}) > count(*) AS drifted
                FROM windows AS w
                JOIN {d} ON {d[x => x.TenantId]} = {context.TenantId} AND {d[x => x.MonitoringRunId]} = w.run
                    AND {d[x => x.SegmentFeature]} IS NULL AND {d[x => x.FeatureName]} IS NOT NULL
                GROUP BY 1, 2, 3)
            SELECT y.monitor AS "MonitorId", {o[x => x.ServiceName]} AS "ServiceName", y.feature AS "FeatureName",
                extract(dow FROM y.day)::integer AS "Weekday", count(*)::integer AS "Days",
                coalesce(array_agg(y.day ORDER BY y.day) FILTER (WHERE y.drifted), ARRAY[]::date[]) AS "DriftedDays"
            FROM days AS y JOIN {o} ON {o[x => x.TenantId]} = {context.TenantId} AND {o[x => x.Id]} = y.monitor
            GROUP BY 1, 2, 3, 4
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Select(row => new FeatureWeekday(
            row.MonitorId, row.ServiceName, row.FeatureName, (DayOfWeek)row.Weekday, row.Days, row.DriftedDays));
    }
}
