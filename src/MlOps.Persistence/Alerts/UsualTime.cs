using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>
/// How much of a time without rows is unusual. An hour counts as far as rows are usual in it, by the same hour of the weeks before, so that
/// nights and weekends do not count.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="first">The time of the first row.</param>
/// <param name="tolerated">How long a time without rows is tolerated.</param>
internal sealed class UsualTime<TEntity>(IQueryable<TEntity> rows, DateTimeOffset first, TimeSpan tolerated)
    where TEntity : Entity
{
    /// <summary>
    /// So many rows must be usual within the tolerated time for it to count in full. By chance alone it is empty once in 20,000 times.
    /// </summary>
    private const int Expected = 10;

    private const int MostWeeks = 4;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    // For an hour.
    private readonly int _usual = (int)Math.Clamp(Math.Ceiling(Expected * (Hour / tolerated)), 1, 100_000);

    /// <summary>How many weeks there are to compare with.</summary>
    public int CountWeeks(DateTimeOffset now) => (int)Math.Clamp((now - first) / Week, 0, MostWeeks);

    /// <summary>Measures the time since the last row. It may stop at twice the tolerated time.</summary>
    public async Task<TimeSpan> MeasureAsync(DateTimeOffset last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (weeks, unusual) = (CountWeeks(now), TimeSpan.Zero);
        for (var start = last > now - Week ? last : now - Week; start < now && unusual <= 2 * tolerated; start += Hour)
        {
            var seen = 0;
            for (var week = 1; week <= weeks; week++)
            {
                var before = start - (week * Week);
                seen += await rows.Within(new TimeWindow(before, before + Hour)).Take(_usual)
                    .CountAsync(cancellationToken).ConfigureAwait(false);
            }

            var length = start + Hour < now ? Hour : now - start;
            unusual += length * ((double)seen / (weeks * _usual));
        }

        return unusual;
    }
}
