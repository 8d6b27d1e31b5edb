using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Persistence.Conventions;

namespace MlOps.Persistence;

/// <summary>Declares how the rows of an entity may change.</summary>
public static class MlOpsModelBuilderExtensions
{
    /// <summary>
    /// Lets an application add rows, but neither change nor delete them. The service role may do so, since retention deletes
    /// old rows. A bulk upsert does not change rows that are already stored.
    /// </summary>
    public static EntityTypeBuilder<TEntity> IsAppendOnly<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => builder.HasAnnotation(ModelRules.AppendOnly, true);

    /// <summary>Excludes changes of the entity from the learning events, as for reports and for events themselves.</summary>
    public static EntityTypeBuilder<TEntity> IsNotRecorded<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => builder.HasAnnotation(ModelRules.NotRecorded, true);

    /// <summary>
    /// Writes each change of the entity into the audit log, in the transaction of the change. Bulk inserts and upserts are written there
    /// too, but neither ExecuteUpdate and ExecuteDelete nor other SQL.
    /// </summary>
    public static EntityTypeBuilder<TEntity> IsAudited<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => builder.HasAnnotation(ModelRules.Audited, true);

    /// <summary>The same for the changes that SaveChanges makes to one property, where the entity as a whole is not audited.</summary>
    public static PropertyBuilder<TProperty> IsAudited<TProperty>(this PropertyBuilder<TProperty> builder) =>
        builder.HasAnnotation(ModelRules.Audited, true);

    /// <summary>Names the author of a change, as the audit log has it.</summary>
    public static PropertyBuilder<TProperty> IsAuthor<TProperty>(this PropertyBuilder<TProperty> builder) =>
        builder.HasAnnotation(ModelRules.Author, true);

    /// <summary>Preserves the first value of the property in each row: a bulk upsert sets it, but never replaces it.</summary>
    public static PropertyBuilder<TProperty> IsFilledOnce<TProperty>(this PropertyBuilder<TProperty> builder) =>
        builder.HasAnnotation(ModelRules.FilledOnce, true);

    /// <summary>
    /// Counts the changes of a row, so that two writers notice each other: SaveChanges and bulk upserts increment it. Use it
    /// for sliced entities, which cannot use PostgreSQL's xmin.
    /// </summary>
    public static PropertyBuilder<int> IsRevision(this PropertyBuilder<int> builder) =>
        builder.IsConcurrencyToken().HasAnnotation(ModelRules.Revision, true);
}
