using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres;

/// <summary>Reads the features of entity types.</summary>
public static class PostgresEntityTypeExtensions
{
    /// <summary>How the table of an entity type is sliced; null if it is not.</summary>
    public static SliceSpec? FindSlice(this IReadOnlyEntityType entityType)
    {
        var hierarchy = entityType.GetRootType();
        if (hierarchy.FindSlicedBy() is not { } property)
            return null;

        var names = entityType.Model.GetFeatureNames();
        var root = hierarchy[names.SlicedWith] is string rootName
            ? hierarchy.Model.FindEntityType(rootName) ?? throw new InvalidOperationException(
                $"{hierarchy.DisplayName()} is sliced with {rootName}, which the model does not have.")
            : hierarchy;
        if (root[names.SliceInterval] is not string interval)
            throw new InvalidOperationException(
                $"{hierarchy.DisplayName()} is sliced with {root.DisplayName()}, which is not sliced. Call IsSlicedByTime on it.");

        var table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        return new SliceSpec(
            root.GetSchemaQualifiedTableName()!,
            FindColumn(hierarchy, property, table)!,
            Enum.Parse<SliceInterval>(interval),
            hierarchy.FindSliceTime() is { } time ? FindColumn(hierarchy, time, table) : null);
    }

    /// <summary>The name of the property whose ids decide on the slice of a row; null if the entity is not sliced.</summary>
    public static string? FindSlicedBy(this IReadOnlyEntityType entityType) =>
        entityType.GetRootType()[entityType.Model.GetFeatureNames().SlicedBy] as string;

    /// <summary>The name of the property with the time that the ids are made from; null if none was named.</summary>
    public static string? FindSliceTime(this IReadOnlyEntityType entityType) =>
        entityType.GetRootType()[entityType.Model.GetFeatureNames().SliceTime] as string;

    /// <summary>The name of the property with the tenant that a row belongs to; null if the rows belong to no tenant.</summary>
    public static string? FindTenantProperty(this IReadOnlyEntityType entityType)
    {
        var root = entityType.GetRootType();
        if (root[entityType.Model.GetFeatureNames().TenantProperty] is string declared)
            return declared;

        // A part belongs to the tenant of the whole, whose key is part of its foreign key.
        return root.FindOwnership() is { } ownership && ownership.PrincipalEntityType.FindTenantProperty() is { } tenant
            ? ownership.Properties.Zip(ownership.PrincipalKey.Properties)
                .Where(pair => pair.Second.Name == tenant).Select(pair => pair.First.Name).FirstOrDefault()
            : null;
    }

    /// <summary>What each role may do with the rows of an entity type's table.</summary>
    public static IReadOnlyDictionary<string, TableRights> GetGrants(this IReadOnlyEntityType entityType)
    {
        // A leaf's own rights go before those of its root. Parts in a table of their own have those of the whole.
        var names = entityType.Model.GetFeatureNames();
        return names.GetGrants(entityType).UnionBy(names.GetGrants(entityType.GetWhole()), grant => grant.Key)
            .ToDictionary(grant => grant.Key, grant => grant.Value);
    }

    /// <summary>What each role may do with the partitions of an entity type's table, past all policies.</summary>
    public static IReadOnlyDictionary<string, TableRights> GetPartitionGrants(this IReadOnlyEntityType entityType) =>
        entityType.Model.GetFeatureNames().GetPartitionGrants(entityType.GetRootType());

    /// <summary>Whether a role may add rows, but neither change nor delete them.</summary>
    public static bool IsAppendOnlyFor(this IReadOnlyEntityType entityType, string role) =>
        entityType.GetGrants().TryGetValue(role, out var rights)
        && (rights & (TableRights.Insert | TableRights.Update | TableRights.Delete)) == TableRights.Insert;

    /// <summary>The triggers of an entity type's own table, by name.</summary>
    public static IReadOnlyDictionary<string, TriggerSpec> GetSqlTriggers(this IReadOnlyEntityType entityType) =>
        entityType.Model.GetFeatureNames().GetTriggers(entityType);

    /// <summary>The constraints of an entity type's own table against overlapping periods, by name.</summary>
    public static IReadOnlyDictionary<string, ExclusionSpec> GetExclusions(this IReadOnlyEntityType entityType)
    {
        var table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table);
        return entityType.GetDeclaredExclusions().ToDictionary(
            exclusion => exclusion.Key,
            exclusion => new ExclusionSpec(
                [.. exclusion.Value.Equal.Select(Column)], Column(exclusion.Value.From), Column(exclusion.Value.To)));

        string Column(string property) => entityType.FindProperty(property)!.GetColumnName(table!.Value)!;
    }

    /// <summary>The same constraints, with the names of properties in place of columns.</summary>
    internal static IReadOnlyDictionary<string, ExclusionSpec> GetDeclaredExclusions(this IReadOnlyEntityType entityType) =>
        entityType.Model.GetFeatureNames().GetExclusions(entityType);

    /// <summary>How the rows of an entity type are chained; null if they are not.</summary>
    internal static ChainSpec? FindChain(this IReadOnlyEntityType entityType) =>
        entityType[entityType.Model.GetFeatureNames().Chain] is string text ? ChainSpec.Parse(text) : null;

    /// <summary>The entity type whose annotations speak for another one: the root of the hierarchy of the whole.</summary>
    internal static IReadOnlyEntityType GetWhole(this IReadOnlyEntityType entityType)
    {
        var root = entityType.GetRootType();
        return root.FindOwnership() is { } ownership ? ownership.PrincipalEntityType.GetWhole() : root;
    }

    private static string? FindColumn(IReadOnlyEntityType entityType, string property, in StoreObjectIdentifier table) =>
        (entityType.FindProperty(property) ?? throw new InvalidOperationException(
            $"{entityType.DisplayName()} is sliced by {property}, which is not one of its properties.")).GetColumnName(table);
}
