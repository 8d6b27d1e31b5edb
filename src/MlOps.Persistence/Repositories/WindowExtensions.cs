using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories;

/// <summary>Reads of a window of time.</summary>
internal static class WindowExtensions
{
    // Slices are ranges of ids, which hold milliseconds: by the ids the server leaves out the slices of other times.
    public static IQueryable<TEntity> Within<TEntity>(this IQueryable<TEntity> rows, TimeWindow window)
        where TEntity : Entity
    {
        var (first, end) = (Uuid7.Lowest(window.Start), Uuid7.Lowest(window.End.AddTicks(TimeSpan.TicksPerMillisecond - 1)));
        return rows.Where(row =>
            row.Id >= first && row.Id < end && row.CreatedAt >= window.Start && row.CreatedAt < window.End);
    }
}
