using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;
using MlOps.Postgres;

namespace MlOps.Persistence.Tenancy;

/// <summary>The query filter that restricts the rows of an entity to those of the context's tenant.</summary>
internal static class TenantFilter
{
    public const string Name = "Tenant";

    /// <summary>Adds the filter to all entities of a model that tenants own.</summary>
    public static void AddTo(RuntimeModel model)
    {
        foreach (var entityType in ((IModel)model).GetEntityTypes().Cast<RuntimeEntityType>())
        {
            IEntityType type = entityType;
            if (type.BaseType is null && !type.IsOwned() && type.FindTenantProperty() is { } tenantId)
                entityType.SetAnnotation(
                    CoreAnnotationNames.QueryFilter,
                    new QueryFilterCollection([.. type.GetDeclaredQueryFilters(), Create(type.ClrType, tenantId)]));
        }
    }

    // Where a filter has a constant of the type of the context, EF passes the context that runs the query.
    private static RuntimeQueryFilter Create(Type entityType, string tenantId)
    {
        var entity = Expression.Parameter(entityType, "entity");
        var context = Expression.Constant(null, typeof(DbContext));
        var tenant = Expression.Call(
            typeof(EF), nameof(EF.Property), [typeof(Guid)], entity, Expression.Constant(tenantId));
        return new RuntimeQueryFilter(
            Name,
            Expression.Lambda(
                Expression.Equal(tenant, Expression.Call(typeof(ContextTenant), nameof(ContextTenant.FindTenantId), null, context)),
                entity));
    }
}
