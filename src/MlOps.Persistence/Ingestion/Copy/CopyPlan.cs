using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Persistence.Ingestion.Rows;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>
/// Which tables an entity's values go to, the root's first, and which slice of them. Made from EF's model, once per entity
/// type.
/// </summary>
internal sealed class CopyPlan
{
    private const string CacheName = "MlOps:CopyPlan";

    private readonly Func<Entity, Guid>? _slicedBy;
    private readonly SliceInterval _interval;

    private CopyPlan(IEntityType entityType, ISqlGenerationHelper sql)
    {
        RowParts.RequireInRow(entityType);
        EntityType = entityType;
        Tables = [.. entityType.GetTableMappings().Select(mapping => new TableCopy(entityType, (ITable)mapping.Table, sql))];
        if (Tables.Count == 0)
            throw new NotSupportedException($"{entityType.DisplayName()} is mapped to no table, so that nothing of it can be stored.");

        if (entityType.FindSlice() is { } slice)
        {
            _interval = slice.Interval;
            _slicedBy = Getter(entityType, entityType.FindSlicedBy()!);
            Aggregate = slice.Root;
        }
    }

    public IEntityType EntityType { get; }

    public IReadOnlyList<TableCopy> Tables { get; }

    /// <summary>The root table of the slices; null if the entity is not sliced.</summary>
    public string? Aggregate { get; }

    public static CopyPlan For(DbContext context, Type type)
    {
        var entityType = context.Model.FindEntityType(type)
            ?? throw new ArgumentException($"{type.Name} is not an entity of {context.GetType().Name}. Map it first.");
        return entityType.GetOrAddRuntimeAnnotationValue(
            CacheName,
            static arguments => new CopyPlan(arguments!.Value.entityType, arguments.Value.sql),
            ((IEntityType entityType, ISqlGenerationHelper sql)?)(entityType, context.GetService<ISqlGenerationHelper>()));
    }

    /// <summary>The slice that an entity belongs to; null if it is not sliced, or its id tells no time.</summary>
    public Slice? SliceOf(Entity entity) => _slicedBy is null ? null : Slice.OfId(_slicedBy(entity), _interval);

    private static Func<Entity, Guid> Getter(IEntityType entityType, string property)
    {
        var entity = Expression.Parameter(typeof(Entity), "entity");
        var member = entityType.FindProperty(property)!.GetMemberInfo(forMaterialization: false, forSet: false);
        return Expression.Lambda<Func<Entity, Guid>>(
            Expression.MakeMemberAccess(Expression.Convert(entity, member.DeclaringType!), member), entity).Compile();
    }
}
