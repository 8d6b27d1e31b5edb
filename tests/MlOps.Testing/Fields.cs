using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Testing;

/// <summary>Compares two entities by every property that EF maps.</summary>
internal static class Fields
{
    public static IReadOnlyList<string> Differences(DbContext context, object expected, object actual)
    {
        if (expected.GetType() != actual.GetType())
            return [$"{expected.GetType().Name} was read as {actual.GetType().Name}"];

        var entityType = context.Model.FindEntityType(expected.GetType())!;
        return
        [
            .. from property in entityType.GetProperties()
               where !property.IsShadowProperty() && !IsSetByTheDatabase(property)
               let before = property.GetGetter().GetClrValue(expected)
               let after = property.GetGetter().GetClrValue(actual)
               where !Equals(before, after) && !(before is System.Collections.IEnumerable left and not string
                   && after is System.Collections.IEnumerable right && left.Cast<object>().SequenceEqual(right.Cast<object>()))
               select $"{property.Name}: wrote '{before}', read '{after}'",
        ];
    }

    /// <summary>The key of an entity, as Find takes it.</summary>
    public static object?[] KeyOf(DbContext context, object entity) =>
        [.. context.Model.FindEntityType(entity.GetType())!.FindPrimaryKey()!.Properties
            .Select(property => property.GetGetter().GetClrValue(entity))];

    // A computed value is one that the class computes too.
    private static bool IsSetByTheDatabase(IProperty property) =>
        property.GetBeforeSaveBehavior() == PropertySaveBehavior.Ignore && property.GetComputedColumnSql() is null;
}
