using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Patterns;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Patterns;

/// <summary>Patterns, and their occurrences.</summary>
public sealed class PatternRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new pattern. SaveChanges stores it.</summary>
    public void Add(IdentifiedPattern pattern) => context.IdentifiedPatterns.Add(pattern);

    /// <summary>Tracks a new occurrence. SaveChanges stores it.</summary>
    public void Add(PatternOccurrence occurrence) => context.PatternOccurrences.Add(occurrence);

    public Task<IdentifiedPattern?> FindAsync(
        string patternType, string patternName, CancellationToken cancellationToken = default) =>
        context.IdentifiedPatterns.SingleOrDefaultAsync(
            pattern => pattern.PatternType == patternType && pattern.PatternName == patternName, cancellationToken);

    /// <summary>Reads the occurrences of a pattern in a window, the oldest first.</summary>
    public IAsyncEnumerable<PatternOccurrence> StreamOccurrencesAsync(Guid patternId, TimeWindow window) =>
        context.PatternOccurrences.AsNoTracking().Within(window)
            .Where(occurrence => occurrence.PatternId == patternId)
            .OrderBy(occurrence => occurrence.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>
    /// Reads the occurrences of each pattern on each of some days, beside those of as many days before. Days without an
    /// occurrence in either are left out. Days that were over at the last refresh of the materialized views are read
    /// from these views, so later arrivals for them count after the next refresh. All other days are counted in the
    /// table.
    /// </summary>
    /// <param name="firstDay">The first of the days, in UTC.</param>
    /// <param name="days">The number of days.</param>
    /// <param name="patternId">One pattern, or null for all.</param>
    public IAsyncEnumerable<PatternTrend> StreamTrendsAsync(DateOnly firstDay, int days, Guid? patternId = null)
    {
        Guard.Between(days, 1, 36_500, nameof(days));
        var (dayBefore, dayAfter) = (firstDay.AddDays(-days), firstDay.AddDays(days));
        var before = new DateTimeOffset(dayBefore, default, TimeSpan.Zero);
        var end = new DateTimeOffset(dayAfter, default, TimeSpan.Zero);
        var p = context.GetTable<IdentifiedPattern>("p");
        var o = context.GetTable<PatternOccurrence>("o");

        // The last day in the view may not have been over at the refresh, so it is counted again, as are all later
        // days. That is done pattern by pattern and by the time alone, so that one index answers it: the index holds no
        // ids. The planner skips slices by their CHECKs.
        return context.QuerySql<PatternTrend>(
            $"""
            WITH counted AS (
                SELECT pattern_id, day, occurrences FROM v_daily_patterns
                WHERE day >= {dayBefore} AND day < {dayAfter}
                    AND ({patternId}::uuid IS NULL OR pattern_id = {patternId})),
            open AS (
                SELECT CASE WHEN EXISTS (SELECT FROM v_daily_patterns WHERE day >= {dayAfter}) THEN {dayAfter}
                    ELSE (SELECT coalesce(max(day), {dayBefore}) FROM counted) END AS day),
            seen AS MATERIALIZED (
                SELECT pattern_id, day, occurrences AS times FROM counted WHERE day < (SELECT day FROM open)
                UNION ALL
                SELECT {p[x => x.Id]}, now_seen.day, now_seen.times FROM {p} CROSS JOIN LATERAL (
                    SELECT ({o[x => x.CreatedAt]} AT TIME ZONE 'UTC')::date AS day, count(*) AS times FROM {o}
                    WHERE {o[x => x.TenantId]} = {context.TenantId} AND {o[x => x.PatternId]} = {p[x => x.Id]}
                        AND {o[x => x.CreatedAt]} >= {before} AND {o[x => x.CreatedAt]} < {end}
                        AND {o[x => x.CreatedAt]} >= (SELECT day::timestamp AT TIME ZONE 'UTC' FROM open)
                    GROUP BY 1) AS now_seen
                WHERE {p[x => x.TenantId]} = {context.TenantId}
                    AND ({patternId}::uuid IS NULL OR {p[x => x.Id]} = {patternId})
                    AND (SELECT day FROM open) < {dayAfter})
            SELECT {p[x => x.Id]} AS "PatternId", {p[x => x.PatternName]} AS "PatternName",
                {firstDay} + (seen.day - {firstDay} + {days}) % {days} AS "Day",
                coalesce(sum(seen.times) FILTER (WHERE seen.day >= {firstDay}), 0)::bigint AS "Occurrences",
                coalesce(sum(seen.times) FILTER (WHERE seen.day < {firstDay}), 0)::bigint AS "OccurrencesBefore"
            FROM {p} JOIN seen ON seen.pattern_id = {p[x => x.Id]}
            WHERE {p[x => x.TenantId]} = {context.TenantId}
                AND ({patternId}::uuid IS NULL OR {p[x => x.Id]} = {patternId})
            GROUP BY 1, 2, 3
            ORDER BY 2, 1, 3
            """).AsAsyncEnumerable();
    }
}
