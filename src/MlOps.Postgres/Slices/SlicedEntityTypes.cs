using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres.Slices;

/// <summary>Reads from the model how entities are sliced.</summary>
internal static class SlicedEntityTypes
{
    /// <summary>How the table of an entity type is sliced; null if it is not.</summary>
    public static SliceSpec? FindSlice(this IReadOnlyEntityType entityType)
    {
        var hierarchy = entityType.GetRootType();
        if (hierarchy[PostgresAnnotations.SlicedBy] is not string property)
            return null;

        var root = hierarchy[PostgresAnnotations.SlicedWith] is string rootName
            ? hierarchy.Model.FindEntityType(rootName) ?? throw new InvalidOperationException(
                $"{hierarchy.DisplayName()} is sliced with {rootName}, which the model does not have.")
            : hierarchy;
        if (root[PostgresAnnotations.SliceInterval] is not string interval)
            throw new InvalidOperationException(
                $"{hierarchy.DisplayName()} is sliced with {root.DisplayName()}, which is not sliced. Call IsSlicedByTime on it.");

        var table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        return new SliceSpec(
            root.GetSchemaQualifiedTableName()!,
            ColumnOf(hierarchy, property, table)!,
            Enum.Parse<SliceInterval>(interval),
            hierarchy[PostgresAnnotations.SliceTime] is string time ? ColumnOf(hierarchy, time, table) : null);
    }

    private static string? ColumnOf(IReadOnlyEntityType entityType, string property, in StoreObjectIdentifier table) =>
        (entityType.FindProperty(property) ?? throw new InvalidOperationException(
            $"{entityType.DisplayName()} is sliced by {property}, which is not one of its properties.")).GetColumnName(table);
}
