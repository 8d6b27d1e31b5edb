using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Alerts;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>How many of the pages that were read were in the memory of the server.</summary>
internal sealed class CacheUse : IPerformancePart
{
    private const double Low = 0.95;

    // The first pages of each table always come from the disk.
    private const long Enough = 100_000;

    public string Check => "cache";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await context.QuerySql<Found>(
            $"""
            SELECT blks_hit AS "Hit", blks_read AS "Read", current_setting('shared_buffers') AS "Buffers",
                (SELECT (setting::bigint * 8192 * 2 / 1048576)::bigint FROM pg_settings WHERE name = 'shared_buffers') AS "TwiceMegabytes"
            FROM pg_stat_database
            WHERE datname = current_database()
            """).SingleAsync(cancellationToken).ConfigureAwait(false);
        if (found.Hit + found.Read < Enough)
            return [new PerformanceFinding(Check, "", "Too few pages were read so far to judge the cache.")];

        var share = (double)found.Hit / (found.Hit + found.Read);
        var isLow = share < Low;
        return
        [
            new PerformanceFinding(
                Check,
                "",
                $"{Shown.Percent(share)} of the pages that were read were in shared_buffers, which has {found.Buffers}.",
                isLow ? "A quarter of the memory of the server is a good size. It takes effect with a restart." : null,
                isLow ? $"ALTER SYSTEM SET shared_buffers = '{found.TwiceMegabytes}MB'" : null),
        ];
    }

    internal sealed record Found(long Hit, long Read, string Buffers, long TwiceMegabytes);
}
