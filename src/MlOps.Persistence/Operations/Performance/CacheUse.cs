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

    private const long DefaultMegabytes = 128;

    public string Check => "cache";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await context.QuerySql<Found>(
            $"""
            SELECT blks_hit AS "Hit", blks_read AS "Read", current_setting('shared_buffers') AS "Buffers",
                (SELECT setting::bigint * 8192 / 1048576 FROM pg_settings WHERE name = 'shared_buffers') AS "Megabytes"
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
                !isLow ? null
                    : found.Megabytes <= DefaultMegabytes
                        ? "That is the size of a new server. A quarter of its memory is a good one, after a restart."
                    : "See which tables come from the disk. A quarter of the memory of the server is a good size for shared_buffers.",
                !isLow ? null
                    : found.Megabytes <= DefaultMegabytes ? $"ALTER SYSTEM SET shared_buffers = '{2 * DefaultMegabytes}MB'"
                    : "SELECT relname, heap_blks_read FROM pg_statio_user_tables ORDER BY heap_blks_read DESC LIMIT 10"),
        ];
    }

    internal sealed record Found(long Hit, long Read, string Buffers, long Megabytes);
}
