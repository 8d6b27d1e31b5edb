using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Ingestion;

/// <summary>Which tables an entity's values go to, the root's first. Made from EF's model, once per entity type.</summary>
internal sealed class CopyPlan
{
    private const string CacheName = "MlOps:CopyPlan";

    private CopyPlan(IEntityType entityType, ISqlGenerationHelper sql) =>
        Tables = [.. entityType.GetTableMappings().Select(mapping => new TableCopy(mapping, sql))];

    public IReadOnlyList<TableCopy> Tables { get; }

    public static CopyPlan For(DbContext context, Type type)
    {
        var entityType = context.Model.FindEntityType(type)
            ?? throw new ArgumentException($"{type.Name} is not an entity of {context.GetType().Name}. Map it first.");
        return entityType.GetOrAddRuntimeAnnotationValue(
            CacheName,
            static arguments => new CopyPlan(arguments!.Value.entityType, arguments.Value.sql),
            ((IEntityType entityType, ISqlGenerationHelper sql)?)(entityType, context.GetService<ISqlGenerationHelper>()));
    }
}
