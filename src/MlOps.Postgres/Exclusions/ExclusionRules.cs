using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using static MlOps.Postgres.RuleTexts;

namespace MlOps.Postgres.Exclusions;

/// <summary>Finds a constraint against overlapping periods that PostgreSQL would refuse, or that would compare tenants.</summary>
internal static class ExclusionRules
{
    public static string? FindFault(IEntityType root) =>
        root.GetDerivedTypesInclusive()
            .SelectMany(type => type.GetDeclaredExclusions().Select(exclusion => FindFault(root, type, exclusion.Key, exclusion.Value)))
            .FirstOrDefault(fault => fault is not null);

    private static string? FindFault(IEntityType root, IEntityType type, string name, ExclusionSpec exclusion)
    {
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table);
        if (exclusion.ListAll().FirstOrDefault(property =>
            table is null || type.FindProperty(property)?.GetColumnName(table.Value) is null) is { } missing)
        {
            return $"{Of(type, root)}its constraint {name} names {missing}, which is no column of its table. Name properties that are " +
                "stored there.";
        }

        if (root.FindSlice() is not null)
            return $"{Of(type, root)}its constraint {name} refuses periods that overlap, but the table is sliced, and PostgreSQL would " +
                "compare the rows of one slice only. Keep the periods in a table that is not sliced.";

        return root.FindTenantProperty() is { } tenant && !exclusion.Equal.Contains(tenant)
            ? $"{Of(type, root)}its constraint {name} lacks {tenant}, so that a row of one tenant would refuse that of another. Add " +
                $"{tenant} to what is equal."
            : null;
    }
}
