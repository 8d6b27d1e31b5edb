using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Tenancy;

/// <summary>Refuses to write a row of one tenant as another.</summary>
internal static class ForeignRow
{
    /// <exception cref="IllegalTransitionException">The row belongs to another tenant than that of the context.</exception>
    public static void Refuse(IEntityType entityType, object entity, Guid owner, Guid tenantId)
    {
        if (owner == tenantId)
            return;

        var name = $"{entity.GetType().Name} {DescribeKey(entityType, entity)}";
        throw new IllegalTransitionException(owner == Guid.Empty
            ? $"{name} belongs to no tenant. Set {entityType.FindTenantProperty()} to {tenantId}, the tenant of the context."
            : $"{name} belongs to tenant {owner} and cannot be given to tenant {tenantId}.");
    }

    /// <summary>What names the row in logs: its id, or its key.</summary>
    public static string DescribeId(IEntityType entityType, object row) =>
        row is Entity entity ? entity.Id.ToString() : DescribeKey(entityType, row);

    /// <summary>The values of the key, without the tenant.</summary>
    public static string DescribeKey(IEntityType entityType, object entity)
    {
        var tenant = entityType.FindTenantProperty();
        return string.Join(
            ", ",
            entityType.FindPrimaryKey()?.Properties
                .Where(property => property.Name != tenant && !property.IsShadowProperty())
                .Select(property => property.GetGetter().GetClrValue(entity)) ?? []);
    }
}
