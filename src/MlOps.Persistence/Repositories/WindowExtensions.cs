using MlOps.Domain;

namespace MlOps.Persistence.Repositories;

/// <summary>Reads of a window of time.</summary>
internal static class WindowExtensions
{
    /// <summary>
    /// The ids that were made in a window, from the first to the end. Slices are ranges of ids, which hold milliseconds: by
    /// them the server leaves out the slices of other times.
    /// </summary>
    public static (Guid First, Guid End) Ids(this TimeWindow window) =>
        (Uuid7.Lowest(window.Start), Uuid7.Lowest(window.End.AddTicks(TimeSpan.TicksPerMillisecond - 1)));

    public static IQueryable<TEntity> Within<TEntity>(this IQueryable<TEntity> rows, TimeWindow window)
        where TEntity : Entity
    {
        var (first, end) = window.Ids();
        return rows.Where(row =>
            row.Id >= first && row.Id < end && row.CreatedAt >= window.Start && row.CreatedAt < window.End);
    }
}
