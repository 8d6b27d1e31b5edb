using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Patterns;
using MlOps.Persistence.Configurations.Views;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Patterns;

/// <summary>Counts occurrences in some days and in as many days before: in the view as far as it goes, and else in the table.</summary>
internal sealed class PatternTrendQuery(MlOpsDbContext context, DateOnly firstDay, int days, Guid? patternId)
{
    private readonly SqlFragment _view = context.GetView(MaterializedDashboards.DailyPatternsView);
    private readonly DateOnly _dayBefore = firstDay.AddDays(-days);
    private readonly DateOnly _dayAfter = firstDay.AddDays(days);

    public async IAsyncEnumerable<PatternTrend> StreamAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Two statements, since Citus reads a view with the rights of the caller where its rows meet those of tables in a subquery.
        var open = await FindOpenDayAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var trend in Count(open).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return trend;
    }

    // The last day in the view may not have been over at the refresh, so it is counted again, as are all later days.
    private Task<DateOnly> FindOpenDayAsync(CancellationToken cancellationToken) => context.QuerySql<DateOnly>(
        $"""
        SELECT CASE WHEN EXISTS (
                SELECT 1 FROM {_view} AS v WHERE v.tenant_id = {context.TenantId} AND v.day >= {_dayAfter}) THEN {_dayAfter}
            ELSE coalesce((
                SELECT max(v.day) FROM {_view} AS v
                WHERE v.tenant_id = {context.TenantId} AND v.day >= {_dayBefore} AND v.day < {_dayAfter}
                    AND ({patternId}::uuid IS NULL OR v.pattern_id = {patternId})), {_dayBefore}) END AS "Value"
        """).SingleAsync(cancellationToken);

    // The table is read pattern by pattern and by the time alone, so that one index answers it: the index holds no ids. The planner
    // skips slices by their CHECKs.
    private IQueryable<PatternTrend> Count(DateOnly open)
    {
        var (start, end) = (new DateTimeOffset(open, default, TimeSpan.Zero), new DateTimeOffset(_dayAfter, default, TimeSpan.Zero));
        var p = context.GetTable<IdentifiedPattern>("p");
        var o = context.GetTable<PatternOccurrence>("o");
        return context.QuerySql<PatternTrend>(
            $"""
            WITH seen AS MATERIALIZED (
                SELECT v.pattern_id, v.day, v.occurrences AS times FROM {_view} AS v
                WHERE v.tenant_id = {context.TenantId} AND v.day >= {_dayBefore} AND v.day < {open}
                    AND ({patternId}::uuid IS NULL OR v.pattern_id = {patternId})
                UNION ALL
                SELECT {p[x => x.Id]}, now_seen.day, now_seen.times FROM {p} CROSS JOIN LATERAL (
                    SELECT ({o[x => x.CreatedAt]} AT TIME ZONE 'UTC')::date AS day, count(*) AS times FROM {o}
                    WHERE {o[x => x.TenantId]} = {context.TenantId} AND {o[x => x.PatternId]} = {p[x => x.Id]}
                        AND {o[x => x.CreatedAt]} >= {start} AND {o[x => x.CreatedAt]} < {end}
                    GROUP BY 1) AS now_seen
                WHERE {p[x => x.TenantId]} = {context.TenantId}
                    AND ({patternId}::uuid IS NULL OR {p[x => x.Id]} = {patternId})
                    AND {open} < {_dayAfter})
            SELECT {p[x => x.Id]} AS "PatternId", {p[x => x.PatternName]} AS "PatternName",
                {firstDay} + (seen.day - {firstDay} + {days}) % {days} AS "Day",
                coalesce(sum(seen.times) FILTER (WHERE seen.day >= {firstDay}), 0)::bigint AS "Occurrences",
                coalesce(sum(seen.times) FILTER (WHERE seen.day < {firstDay}), 0)::bigint AS "OccurrencesBefore"
            FROM {p} JOIN seen ON seen.pattern_id = {p[x => x.Id]}
            WHERE {p[x => x.TenantId]} = {context.TenantId}
                AND ({patternId}::uuid IS NULL OR {p[x => x.Id]} = {patternId})
            GROUP BY 1, 2, 3
            ORDER BY 2, 1, 3
            """);
    }
}
