using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Ingestion.Rows;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>
/// The tables that the values of an entity are written into, the root's first, and the slice of these tables. It is made from
/// EF's model, once for each entity type.
/// </summary>
internal sealed class CopyPlan
{
    private const string CacheName = "MlOps:CopyPlan";

    private readonly Func<object, Guid>? _slicedBy;
    private readonly SliceInterval _interval;

    private CopyPlan(IEntityType entityType, ISqlGenerationHelper sql)
    {
        RowParts.RequireInRow(entityType);
        EntityType = entityType;
        Tables = [.. entityType.GetTableMappings().Select(mapping => new TableCopy(entityType, (ITable)mapping.Table, sql))];
        if (Tables.Count == 0)
            throw new NotSupportedException(
                $"{entityType.DisplayName()} is mapped to no table, so it cannot be stored. Map it to one with ToTable.");

        if (entityType.FindSlice() is { } slice)
        {
            _interval = slice.Interval;
            _slicedBy = CompileGetter(entityType, entityType.FindProperty(entityType.FindSlicedBy()!)!);
            Aggregate = slice.Root;
        }
    }

    public IEntityType EntityType { get; }

    public IReadOnlyList<TableCopy> Tables { get; }

    /// <summary>The root table of the slices; null if the entity is not sliced.</summary>
    public string? Aggregate { get; }

    public static CopyPlan For(DbContext context, Type type)
    {
        var entityType = RowRules.For(context, type).EntityType;
        return entityType.GetOrAddRuntimeAnnotationValue(
            CacheName,
            static arguments => new CopyPlan(arguments!.Value.entityType, arguments.Value.sql),
            ((IEntityType entityType, ISqlGenerationHelper sql)?)(entityType, context.GetService<ISqlGenerationHelper>()));
    }

    /// <summary>The slice that an entity belongs to; null if it is not sliced, or if its id contains no time.</summary>
    public Slice? SliceOf(object entity) => _slicedBy is null ? null : Slice.OfId(_slicedBy(entity), _interval);

    // A member of an aggregate may have a navigation to its root in place of the root's id.
    private static Func<object, Guid> CompileGetter(IEntityType entityType, IProperty property)
    {
        var row = RowParameters.Create();
        var value = property.IsShadowProperty()
            ? ShadowValue.Read(property, entityType, (ITable)entityType.GetTableMappings().First().Table, row.Entity, row)
            : PartExpression.Read(row.Entity, property);
        return Expression.Lambda<Func<object, Guid>>(value, row.Entity).Compile();
    }
}
