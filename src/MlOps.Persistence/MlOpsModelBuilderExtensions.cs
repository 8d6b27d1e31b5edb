using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Persistence.Conventions;

namespace MlOps.Persistence;

/// <summary>Declares how the rows of an entity may change.</summary>
public static class MlOpsModelBuilderExtensions
{
    /// <summary>
    /// Lets an application add rows, but neither change nor delete them. The service's role may, for retention deletes what
    /// is old. A bulk upsert leaves rows as they are that are stored already.
    /// </summary>
    public static EntityTypeBuilder<TEntity> IsAppendOnly<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => builder.HasAnnotation(ModelRules.AppendOnly, true);

    /// <summary>Leaves changes of the entity out of the learning events, as for reports and for events themselves.</summary>
    public static EntityTypeBuilder<TEntity> IsNotRecorded<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => builder.HasAnnotation(ModelRules.NotRecorded, true);

    /// <summary>Keeps the first value that a row gets for the property: a bulk upsert fills it in and never replaces it.</summary>
    public static PropertyBuilder<TProperty> IsFilledOnce<TProperty>(this PropertyBuilder<TProperty> builder) =>
        builder.HasAnnotation(ModelRules.FilledOnce, true);

    /// <summary>
    /// Counts the changes of a row, so that two writers notice each other: SaveChanges and bulk upserts raise it by one. Use it
    /// for sliced entities, which cannot have PostgreSQL's xmin as their token.
    /// </summary>
    public static PropertyBuilder<int> IsRevision(this PropertyBuilder<int> builder) =>
        builder.IsConcurrencyToken().HasAnnotation(ModelRules.Revision, true);
}
