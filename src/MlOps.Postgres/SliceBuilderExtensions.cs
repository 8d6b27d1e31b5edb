using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres;

/// <summary>Declares how tables are sliced.</summary>
public static class SliceBuilderExtensions
{
    /// <summary>
    /// Partitions the table of an aggregate's root by the time in its UUIDv7 id. Its leaves are sliced with it. A migration makes
    /// the default partition; those of single periods are made later.
    /// </summary>
    /// <param name="builder">The root of the aggregate.</param>
    /// <param name="id">The id.</param>
    /// <param name="interval">How much time a slice holds.</param>
    /// <param name="time">
    /// The time that the id is made from. With it the planner also finds the slices of a query that filters by that time only.
    /// </param>
    public static EntityTypeBuilder<TEntity> IsSlicedByTime<TEntity>(
        this EntityTypeBuilder<TEntity> builder,
        Expression<Func<TEntity, Guid>> id,
        SliceInterval interval,
        Expression<Func<TEntity, DateTimeOffset>>? time = null)
        where TEntity : class => (EntityTypeBuilder<TEntity>)builder.IsSlicedByTime(
            PropertyNames.Read(id), interval, time is null ? null : PropertyNames.Read(time));

    /// <inheritdoc cref="IsSlicedByTime{TEntity}"/>
    public static EntityTypeBuilder IsSlicedByTime(
        this EntityTypeBuilder builder, string id, SliceInterval interval, string? time = null)
    {
        var names = builder.Metadata.Model.RequireFeatures().Annotations;
        builder.HasAnnotation(names.SlicedBy, id);
        builder.HasAnnotation(names.SliceInterval, interval.ToString());
        if (time is not null)
            builder.HasAnnotation(names.SliceTime, time);

        return builder;
    }

    /// <summary>Slices the entity with the root that it belongs to, by the root's id.</summary>
    /// <typeparam name="TEntity">The member of the aggregate.</typeparam>
    /// <typeparam name="TRoot">The aggregate's root, which <see cref="IsSlicedByTime{TEntity}"/> slices.</typeparam>
    public static EntityTypeBuilder<TEntity> IsSlicedWith<TEntity, TRoot>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, Guid>> rootId)
        where TEntity : class
        where TRoot : class
    {
        var names = builder.Metadata.Model.RequireFeatures().Annotations;
        builder.HasAnnotation(names.SlicedBy, PropertyNames.Read(rootId));
        builder.HasAnnotation(names.SlicedWith, typeof(TRoot).FullName!);
        return builder;
    }

    /// <summary>
    /// Adds the table of all slices that were made. With it nothing is written into a slice that was detached or dropped, and maintenance
    /// does not make such a slice anew.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="table">The name of the table.</param>
    public static EntityTypeBuilder<SliceRecord> HasSliceRecords(this ModelBuilder builder, string table) =>
        builder.Entity<SliceRecord>().ToTable(table);
}
