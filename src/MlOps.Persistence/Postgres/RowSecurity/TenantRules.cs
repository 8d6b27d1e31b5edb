using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Persistence.Postgres.Roles;
using static MlOps.Persistence.Postgres.RuleTexts;

namespace MlOps.Persistence.Postgres.RowSecurity;

/// <summary>Finds what would leave a hole between tenants.</summary>
internal static class TenantRules
{
    public static string? FindFault(IEntityType entityType)
    {
        if (entityType.FindTenantProperty() is not { } tenant)
            return typeof(Entity).IsAssignableFrom(entityType.ClrType)
                ? "every entity belongs to a tenant, but this one has no row-level security. Call IsTenantOwned."
                : FindReference(entityType);

        if (entityType.GetKeys().FirstOrDefault(other => other.Properties[0].Name != tenant) is { } keyWithout)
            return $"its key ({Names(keyWithout.Properties)}) must begin with {tenant}, since tenants share the table.";

        return entityType.Named(PostgresAnnotations.PartitionGrant).Select(grant => grant.Name)
            .FirstOrDefault(role => entityType.Model.ScopeOf(role) == RoleScope.Tenant) is { } reader
            ? $"its partitions carry no policy, so {reader} would reach the rows of all tenants in them. Grant it rights by GrantOn, " +
                "or declare it with RoleScope.AllTenants."
            : FindFragments(entityType);
    }

    // Who refers to a tenant's row tells of it. What EF puts between two entities nobody declares, so nobody would think of its policy.
    private static string? FindReference(IEntityType entityType) =>
        entityType.GetDerivedTypesInclusive().SelectMany(type => type.GetDeclaredForeignKeys()).FirstOrDefault(key =>
            key.PrincipalEntityType.FindTenantProperty() is not null && !SharesTable(key.DeclaringEntityType, key.PrincipalEntityType)) is { } key
            ? entityType.IsPropertyBag
                ? $"its table {entityType.GetTableName()} refers to {key.PrincipalEntityType.DisplayName()}, whose rows belong to tenants, but has " +
                    "no row-level security. Make it an entity of its own by UsingEntity."
                : $"{Of(key.DeclaringEntityType, entityType)}it refers to {key.PrincipalEntityType.DisplayName()}, whose rows belong to tenants, by " +
                    $"({Names(key.Properties)}), but has no row-level security. Call IsTenantOwned."
            : null;

    private static string? FindFragments(IEntityType entityType) =>
        entityType.GetDerivedTypesInclusive().FirstOrDefault(type => type.GetMappingFragments(StoreObjectType.Table).Any()) is { } split
            ? $"{Of(split, entityType)}it is split over the tables {string.Join(", ", split.GetMappingFragments(StoreObjectType.Table)
                .Select(fragment => fragment.StoreObject.Name).Prepend(split.GetTableName()!))}, but has row-level security in the first alone. " +
                "Make the other part an entity of its own."
            : null;
}
