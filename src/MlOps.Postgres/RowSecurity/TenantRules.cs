using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using static MlOps.Postgres.RuleTexts;

namespace MlOps.Postgres.RowSecurity;

/// <summary>Finds what would leave a hole between tenants.</summary>
internal static class TenantRules
{
    public static string? FindFault(IEntityType entityType)
    {
        if (entityType.FindTenantProperty() is not { } tenant)
            return FindReference(entityType);

        if (entityType.GetKeys().FirstOrDefault(other => other.Properties[0].Name != tenant) is { } keyWithout)
            return $"its key ({Names(keyWithout.Properties)}) must begin with {tenant}, since tenants share the table.";

        if (FindKeyBetweenTenants(entityType, tenant) is { } between)
            return between;

        return entityType.GetPartitionGrants().Keys
            .FirstOrDefault(role => entityType.Model.GetRoleScope(role) == RoleScope.Tenant) is { } reader
            ? $"its partitions carry no policy, so {reader} would reach the rows of all tenants in them. Grant it rights by GrantTo, " +
                "or declare it with RoleScope.AllTenants."
            : FindFragments(entityType);
    }

    /// <summary>Finds a unique index over all tenants, which would show one tenant that another has the same value.</summary>
    public static string? FindUniqueBetweenTenants(IEntityType entityType) =>
        entityType.FindTenantProperty() is { } tenant
        && entityType.GetDerivedTypesInclusive().SelectMany(type => type.GetDeclaredIndexes()).FirstOrDefault(index =>
            index.IsUnique && index.Properties.All(property => property.Name != tenant)) is { } index
            ? $"{Of(index.DeclaringEntityType, entityType)}its unique index ({Names(index.Properties)}) lacks {tenant}, so that it " +
                $"would reveal that another tenant has the same value. Add {tenant} to it."
            : null;

    // PostgreSQL checks keys past all policies. A tenant that can name another's row would learn that it exists, and could prevent that it
    // is deleted. EF makes such a key itself where HasForeignKey does not name the properties.
    private static string? FindKeyBetweenTenants(IEntityType entityType, string tenant) =>
        entityType.GetDerivedTypesInclusive().SelectMany(type => type.GetDeclaredForeignKeys()).FirstOrDefault(key =>
            key.PrincipalEntityType.FindTenantProperty() is { } other
            && !key.Properties.Zip(key.PrincipalKey.Properties)
                .Any(pair => pair.First.Name == tenant && pair.Second.Name == other)) is { } key
            ? $"{Of(key.DeclaringEntityType, entityType)}its foreign key ({Names(key.Properties)}) refers to " +
                $"{key.PrincipalEntityType.DisplayName()} without {tenant}, so that a row could refer to another tenant's. Name its " +
                $"properties by HasForeignKey, {tenant} first."
            : null;

    // A row that refers to a tenant's row shows that it exists. Nobody declares the table that EF makes for a many-to-many, so nobody
    // would think of its policy.
    private static string? FindReference(IEntityType entityType) =>
        entityType.GetDerivedTypesInclusive().SelectMany(type => type.GetDeclaredForeignKeys()).FirstOrDefault(key =>
            key.PrincipalEntityType.FindTenantProperty() is not null
                && !SharesTable(key.DeclaringEntityType, key.PrincipalEntityType)) is { } key
            ? entityType.IsPropertyBag
                ? $"its table {entityType.GetTableName()} refers to {key.PrincipalEntityType.DisplayName()}, whose rows belong to " +
                    "tenants, but has no row-level security. Make it an entity of its own by UsingEntity."
                : $"{Of(key.DeclaringEntityType, entityType)}it refers to {key.PrincipalEntityType.DisplayName()}, whose rows belong " +
                    $"to tenants, by ({Names(key.Properties)}), but has no row-level security. Call IsTenantOwned."
            : null;

    private static string? FindFragments(IEntityType entityType) =>
        entityType.GetDerivedTypesInclusive().FirstOrDefault(type => type.GetMappingFragments(StoreObjectType.Table).Any()) is { } split
            ? $"{Of(split, entityType)}it is split over the tables {string.Join(", ", ListTables(split))}, but has row-level security in " +
                "the first alone. Make the other part an entity of its own."
            : null;

    private static IEnumerable<string> ListTables(IEntityType split) => split.GetMappingFragments(StoreObjectType.Table)
        .Select(fragment => fragment.StoreObject.Name).Prepend(split.GetTableName()!);
}
