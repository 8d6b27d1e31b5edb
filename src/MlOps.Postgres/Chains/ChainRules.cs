using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres.Chains;

/// <summary>Finds a chain that no trigger could make, or that would lose rows.</summary>
internal static class ChainRules
{
    public static string? FindFault(IReadOnlyEntityType type)
    {
        var (name, spec) = (type.DisplayName(), type.FindChain()!);
        if (type.Model.FindEntityType(typeof(ChainLink)) is null)
            return $"{name}: its rows are chained, but the model has no table of links. Call HasChains on the model.";

        if (type.BaseType is not null || type.GetDirectlyDerivedTypes().Any() || type.FindSlice() is not null)
            return $"{name}: its rows are chained, but they are in more than one table. Chain an entity that is neither sliced nor part " +
                "of a hierarchy.";

        if (type.FindTenantProperty() is not { } tenant)
            return $"{name}: its rows are chained, but they belong to no tenant. Call IsTenantOwned.";

        if (type.FindPrimaryKey()?.Properties is not [var first, var id] || first.Name != tenant || id.ClrType != typeof(Guid))
            return $"{name}: its rows are chained, so its key must be {tenant} and an id of type Guid, which its links name.";

        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table);
        return spec.Hashed.Append(spec.Chain).FirstOrDefault(property =>
            table is null || type.FindProperty(property)?.GetColumnName(table.Value) is null) is { } missing
            ? $"{name}: its chain names {missing}, which is no column of its table. Name properties that are stored there."
            : null;
    }
}
