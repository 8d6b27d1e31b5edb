using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Rows;

/// <summary>Finds the complex and owned parts of an entity that are stored in its own row.</summary>
internal static class RowParts
{
    /// <summary>The parts of an entity or of a part, without the parts of those.</summary>
    public static IEnumerable<(IPropertyBase Member, ITypeBase Type)> Of(ITypeBase type)
    {
        foreach (var part in type.GetComplexProperties())
            yield return (part, part.ComplexType);

        foreach (var part in Owned(type))
            yield return (part, part.TargetEntityType);
    }

    /// <summary>Refuses an entity of which a part would not be stored.</summary>
    /// <exception cref="NotSupportedException">A part, or a part of one, is in another table or in a document.</exception>
    public static void RequireInRow(IEntityType entityType)
    {
        if (FindElsewhere(entityType, [.. Tables(entityType)]) is { } path)
        {
            throw new NotSupportedException(
                $"{entityType.DisplayName()}.{path} is not stored in columns of the entity's own row, and COPY writes " +
                "nothing else. Save the entity with SaveChanges, or give the property a value converter.");
        }
    }

    private static string? FindElsewhere(ITypeBase type, HashSet<ITableBase> tables)
    {
        foreach (var (member, part) in Of(type))
        {
            if (!IsInRow(member, part, tables))
                return member.Name;

            if (FindElsewhere(part, tables) is { } rest)
                return $"{member.Name}.{rest}";
        }

        return null;
    }

    private static bool IsInRow(IPropertyBase member, ITypeBase part, HashSet<ITableBase> tables) =>
        !part.IsMappedToJson()
        && member is not (IComplexProperty { IsCollection: true } or INavigation { IsCollection: true })
        && Tables(part).Any(tables.Contains);

    private static IEnumerable<ITableBase> Tables(ITypeBase type) => type.GetTableMappings().Select(mapping => mapping.Table);

    private static IEnumerable<INavigation> Owned(ITypeBase type) =>
        (type as IEntityType)?.GetNavigations()
            .Where(navigation => navigation is { ForeignKey.IsOwnership: true, IsOnDependent: false }) ?? [];
}
