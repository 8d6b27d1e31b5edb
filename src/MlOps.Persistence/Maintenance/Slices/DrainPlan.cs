using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Decides between the two ways to move rows into slices.</summary>
internal static class DrainPlan
{
    // So many are moved within a transaction that makes a slice, in less than a tenth of a second.
    private const int Few = 1000;

    // A row that moves under the locks takes 27 us, and one that the exchange returns 0.5 us.
    private const int ReturnedInTheSameTime = 50;

    /// <summary>
    /// Whether the rows that wait for some slices are copied ahead. The exchange empties the default partitions and returns the rows
    /// of other periods, while all wait. So it pays unless these are many times more than the rows that move.
    /// </summary>
    public static async Task<bool> PaysAsync(
        DbContext context, IReadOnlyList<MissingPartition> missing, CancellationToken cancellationToken)
    {
        var (moving, resting) = (0L, 0L);
        foreach (var partitions in missing.GroupBy(partition => partition.Table))
        {
            var isMoving = string.Join(" OR ", partitions.Select(partition => partition.Table.Within(partition.Slice)));
            var rows = await context.Database.SqlQueryRaw<WaitingRows>(SqlNames.EscapeBraces(
                $"""
                SELECT count(*) FILTER (WHERE {isMoving}) AS "Moving", count(*) FILTER (WHERE NOT ({isMoving})) AS "Resting"
                FROM {partitions.Key.Default}
                """)).SingleAsync(cancellationToken).ConfigureAwait(false);
            (moving, resting) = (moving + rows.Moving, resting + rows.Resting);
        }

        return moving > Few && resting < moving * ReturnedInTheSameTime;
    }

    private sealed record WaitingRows(long Moving, long Resting);
}
