using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories;

/// <summary>Restricts queries to a window of time.</summary>
internal static class WindowExtensions
{
    /// <summary>
    /// Selects the rows of a window, in a table that is sliced by its own id. It restricts the id as
    /// well as the time, so that the server reads the slices of the window only.
    /// </summary>
    public static IQueryable<TEntity> Within<TEntity>(this IQueryable<TEntity> rows, TimeWindow window)
        where TEntity : Entity
    {
        var (first, end) = window.ToIdRange();
        return rows.Where(row => row.Id >= first && row.Id < end).During(window);
    }

    /// <summary>
    /// Selects the rows of a window, in any other table: one without slices, or one that is sliced by the id of another
    /// row. Bounds of its own id would not make the server skip anything there.
    /// </summary>
    public static IQueryable<TEntity> During<TEntity>(this IQueryable<TEntity> rows, TimeWindow window)
        where TEntity : Entity =>
        rows.During(window, row => row.CreatedAt);

    /// <summary>Selects the rows of which a given time is in the window.</summary>
    public static IQueryable<TEntity> During<TEntity>(
        this IQueryable<TEntity> rows, TimeWindow window, Expression<Func<TEntity, DateTimeOffset>> time)
        where TEntity : Entity
    {
        Expression<Func<DateTimeOffset, bool>> isInside = moment => moment >= window.Start && moment < window.End;
        var condition = ReplacingExpressionVisitor.Replace(isInside.Parameters[0], time.Body, isInside.Body);
        return rows.Where(Expression.Lambda<Func<TEntity, bool>>(condition, time.Parameters));
    }

    /// <summary>Selects the slices that can hold rows of a window.</summary>
    public static IQueryable<SliceRecord> Overlapping(this IQueryable<SliceRecord> slices, TimeWindow window) =>
        slices.Where(slice => slice.StartsAt < window.End && slice.EndsAt > window.Start);

    /// <summary>
    /// The ids that can belong to rows of the window: from the first, included, to the end, excluded. An id holds the
    /// milliseconds of its time, so the end is rounded up.
    /// </summary>
    public static (Guid First, Guid End) ToIdRange(this TimeWindow window) =>
        (Uuid7.Lowest(window.Start), Uuid7.Lowest(window.End.AddTicks(TimeSpan.TicksPerMillisecond - 1)));
}
