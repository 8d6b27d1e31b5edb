using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres;

/// <summary>What the rules of a model ask in common, and how they name things.</summary>
internal static class RuleTexts
{
    public static bool SharesTable(IReadOnlyEntityType part, IReadOnlyEntityType whole) =>
        part.GetTableName() == whole.GetTableName() && part.GetSchema() == whole.GetSchema();

    /// <summary>Names the leaf that has a fault. Its root is named by the caller.</summary>
    public static string Of(IReadOnlyEntityType type, IReadOnlyEntityType root) => type == root ? "" : $"{type.DisplayName()}: ";

    public static string Names(IEnumerable<IReadOnlyProperty> properties) =>
        string.Join(", ", properties.Select(property => property.Name));
}
