using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using static MlOps.Postgres.RuleTexts;

namespace MlOps.Postgres.Triggers;

/// <summary>Finds a trigger that would fail at each change.</summary>
internal static class TriggerRules
{
    public static string? FindFault(IEntityType entityType) =>
        entityType.GetDerivedTypesInclusive().FirstOrDefault(LacksTime) is { } timeless
            ? $"{Of(timeless, entityType)}its trigger writes the time of a change to the column {UpdatedAtFunction.Column}, which its " +
                $"table does not have. Map the property by HasColumnName(\"{UpdatedAtFunction.Column}\"), on the entity that declares it."
            : null;

    private static bool LacksTime(IEntityType type) =>
        type.GetSqlTriggers().ContainsKey(type.Model.GetFeatures().UpdatedAtTrigger)
        && StoreObjectIdentifier.Create(type, StoreObjectType.Table) is { } table
        && type.GetProperties().All(property => property.GetColumnName(table) != UpdatedAtFunction.Column);
}
