using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Domain;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>Stamps the context's tenant on what is added, and shows only that tenant's rows to queries.</summary>
internal sealed class TenantConvention(MlOpsDbContext context) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> conventionContext)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(IsRootEntity))
        {
            var tenantId = entityType.FindProperty(nameof(Entity.TenantId))!;
            tenantId.Builder.ValueGenerated(ValueGenerated.OnAdd);
            tenantId.Builder.HasValueGenerator((_, _) => new TenantIdGenerator());
            entityType.Builder.IsTenantOwned(tenantId.Name);
            entityType.Builder.HasQueryFilter("Tenant", BelongsToTheContext(entityType.ClrType));
        }
    }

    private static bool IsRootEntity(IConventionEntityType entityType) =>
        entityType.BaseType is null && typeof(Entity).IsAssignableFrom(entityType.ClrType);

    // EF replaces the constant by the context that runs the query.
    private LambdaExpression BelongsToTheContext(Type entityType)
    {
        var entity = Expression.Parameter(entityType, "entity");
        return Expression.Lambda(
            Expression.Equal(
                Expression.Property(entity, nameof(Entity.TenantId)),
                Expression.Property(Expression.Constant(context, context.GetType()), nameof(MlOpsDbContext.TenantId))),
            entity);
    }
}
