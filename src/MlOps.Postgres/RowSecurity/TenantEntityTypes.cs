using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres.RowSecurity;

/// <summary>Reads from the model whose rows belong to tenants.</summary>
internal static class TenantEntityTypes
{
    /// <summary>The name of the property that tells whose row it is; null if the rows belong to no tenant.</summary>
    public static string? FindTenantProperty(this IReadOnlyEntityType entityType)
    {
        var root = entityType.GetRootType();
        if (root[PostgresAnnotations.TenantProperty] is string declared)
            return declared;

        // A part belongs to whom the whole belongs, of whose key its foreign key is made.
        return root.FindOwnership() is { } ownership && ownership.PrincipalEntityType.FindTenantProperty() is { } tenant
            ? ownership.Properties.Zip(ownership.PrincipalKey.Properties)
                .Where(pair => pair.Second.Name == tenant).Select(pair => pair.First.Name).FirstOrDefault()
            : null;
    }

    /// <summary>The entity type whose annotations speak for another one: the root of the hierarchy of the whole.</summary>
    public static IReadOnlyEntityType GetWhole(this IReadOnlyEntityType entityType)
    {
        var root = entityType.GetRootType();
        return root.FindOwnership() is { } ownership ? ownership.PrincipalEntityType.GetWhole() : root;
    }
}
