using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Patterns;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Patterns;

/// <summary>Patterns, and where they occur.</summary>
public sealed class PatternRepository(MlOpsDbContext context)
{
    public void Add(IdentifiedPattern pattern) => context.IdentifiedPatterns.Add(pattern);

    public void Add(PatternOccurrence occurrence) => context.PatternOccurrences.Add(occurrence);

    /// <summary>Stores occurrences by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<PatternOccurrence> occurrences, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(occurrences, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory and one transaction.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IAsyncEnumerable<PatternOccurrence> occurrences, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(occurrences, cancellationToken);

    public Task<IdentifiedPattern?> FindAsync(string patternType, string patternName, CancellationToken cancellationToken = default) =>
        context.IdentifiedPatterns.SingleOrDefaultAsync(
            pattern => pattern.PatternType == patternType && pattern.PatternName == patternName, cancellationToken);

    /// <summary>Where a pattern was seen in a window, oldest first.</summary>
    public IAsyncEnumerable<PatternOccurrence> StreamOccurrencesAsync(Guid patternId, TimeWindow window) =>
        context.PatternOccurrences.AsNoTracking().Within(window)
            .Where(occurrence => occurrence.PatternId == patternId)
            .OrderBy(occurrence => occurrence.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>
    /// How often each pattern was seen on each of some days, beside the same number of days before them. Days on which it was
    /// seen in neither are left out. Days that were over when the materialized views were refreshed are read from these: what
    /// arrives for them later counts after the next refresh. The others are counted as they are.
    /// </summary>
    /// <param name="firstDay">The first of the days, in UTC.</param>
    /// <param name="days">How many days.</param>
    /// <param name="patternId">One pattern; all if null.</param>
    public IAsyncEnumerable<PatternTrend> StreamTrendsAsync(DateOnly firstDay, int days, Guid? patternId = null)
    {
        Guard.Between(days, 1, 36_500, nameof(days));
        var (dayBefore, dayAfter) = (firstDay.AddDays(-days), firstDay.AddDays(days));
        var (before, end) = (new DateTimeOffset(dayBefore, default, TimeSpan.Zero), new DateTimeOffset(dayAfter, default, TimeSpan.Zero));

        // The last day that was counted may not have been over then: it is counted again, as are those after it. That goes pattern
        // by pattern, so that the index alone answers, and by the time alone: it holds no ids. The CHECKs of the slices tell the
        // planner which of them to leave out.
        return context.Database.SqlQuery<PatternTrend>(
            $"""
            WITH counted AS (
                SELECT pattern_id, day, occurrences FROM v_daily_patterns
                WHERE day >= {dayBefore} AND day < {dayAfter} AND ({patternId}::uuid IS NULL OR pattern_id = {patternId})),
            open AS (
                SELECT CASE WHEN EXISTS (SELECT FROM v_daily_patterns WHERE day >= {dayAfter}) THEN {dayAfter}
                    ELSE (SELECT coalesce(max(day), {dayBefore}) FROM counted) END AS day),
            seen AS MATERIALIZED (
                SELECT pattern_id, day, occurrences AS times FROM counted WHERE day < (SELECT day FROM open)
                UNION ALL
                SELECT p.id, now_seen.day, now_seen.times FROM identified_patterns AS p CROSS JOIN LATERAL (
                    SELECT (o.created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS times FROM pattern_occurrences AS o
                    WHERE o.tenant_id = {context.TenantId} AND o.pattern_id = p.id AND o.created_at >= {before} AND o.created_at < {end}
                        AND o.created_at >= (SELECT day::timestamp AT TIME ZONE 'UTC' FROM open)
                    GROUP BY 1) AS now_seen
                WHERE p.tenant_id = {context.TenantId} AND ({patternId}::uuid IS NULL OR p.id = {patternId})
                    AND (SELECT day FROM open) < {dayAfter})
            SELECT p.id AS "PatternId", p.pattern_name AS "PatternName", {firstDay} + (seen.day - {firstDay} + {days}) % {days} AS "Day",
                coalesce(sum(seen.times) FILTER (WHERE seen.day >= {firstDay}), 0)::bigint AS "Occurrences",
                coalesce(sum(seen.times) FILTER (WHERE seen.day < {firstDay}), 0)::bigint AS "OccurrencesBefore"
            FROM identified_patterns AS p JOIN seen ON seen.pattern_id = p.id
            WHERE p.tenant_id = {context.TenantId} AND ({patternId}::uuid IS NULL OR p.id = {patternId})
            GROUP BY 1, 2, 3
            ORDER BY 2, 1, 3
            """).AsAsyncEnumerable();
    }
}
