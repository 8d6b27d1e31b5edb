using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Finds the periods of the rows that wait in default partitions.</summary>
internal sealed class WaitingSlices(DbContext context)
{
    private sealed record Period(DateTimeOffset StartsAt, long Rows);

    /// <summary>Lists them, without those whose slice is gone and without ids that hold no time.</summary>
    public async Task<IReadOnlyList<WaitingSlice>> ListAsync(SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        var root = aggregate.Tables[0];
        var period = aggregate.Interval == SliceInterval.Month ? "month" : "day";
        // The number of the day first, since there may be many rows and few days.
        var periods = await context.Database.SqlQueryRaw<Period>(SqlNames.EscapeBraces(
            $"""
            SELECT date_trunc('{period}', to_timestamp(day * 86400), 'UTC') AS "StartsAt", sum(rows)::bigint AS "Rows"
            FROM (
                SELECT {SliceSql.MillisecondsOf(root.IdColumn)} / 86400000 AS day, count(*) AS rows
                FROM {root.Default} WHERE substr({root.IdColumn}::text, 15, 1) = '7' GROUP BY 1) AS days
            WHERE day BETWEEN 10957 AND 47481
            GROUP BY 1 ORDER BY 1
            """)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var slices = periods.ConvertAll(found => (Slice: Slice.Containing(found.StartsAt, aggregate.Interval), found.Rows));
        var gone = await new GoneSlices(context).FindAsync(aggregate.Root, slices.Select(found => found.Slice), cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. slices.Where(found => !gone.Contains(found.Slice.Suffix))
                .Select(found => new WaitingSlice(aggregate.Root, found.Slice.Suffix, found.Rows)),
        ];
    }
}
