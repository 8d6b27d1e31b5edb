using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres.Slices;

/// <summary>Declares which entities are partitioned by time, and which lie with them.</summary>
public static class SliceBuilderExtensions
{
    /// <summary>
    /// Partitions the entity by the time in its UUIDv7 id. Its leaves are sliced with it. The partitions themselves are
    /// created at run time.
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
        where TEntity : class
    {
        builder.HasAnnotation(PostgresAnnotations.SlicedBy, NameOf(id));
        builder.HasAnnotation(PostgresAnnotations.SliceInterval, interval.ToString());
        if (time is not null)
            builder.HasAnnotation(PostgresAnnotations.SliceTime, NameOf(time));

        return builder;
    }

    /// <summary>Slices the entity with the root that it belongs to, by the root's id.</summary>
    /// <typeparam name="TEntity">The member of the aggregate.</typeparam>
    /// <typeparam name="TRoot">The aggregate's root, which <see cref="IsSlicedByTime"/> slices.</typeparam>
    public static EntityTypeBuilder<TEntity> IsSlicedWith<TEntity, TRoot>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, Guid>> rootId)
        where TEntity : class
        where TRoot : class
    {
        builder.HasAnnotation(PostgresAnnotations.SlicedBy, NameOf(rootId));
        builder.HasAnnotation(PostgresAnnotations.SlicedWith, typeof(TRoot).FullName!);
        return builder;
    }

    private static string NameOf<TEntity, TValue>(Expression<Func<TEntity, TValue>> property) =>
        property.Body is MemberExpression { Expression: ParameterExpression } member
            ? member.Member.Name
            : throw new ArgumentException($"'{property}' must name a property, as in x => x.Id.", nameof(property));
}
