using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Domain;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Gives the tenant of the context to added rows, and restricts queries to the rows of that tenant: for the entities of MlOps,
/// and for any class that <see cref="TenantBuilderExtensions.IsTenantOwned{TEntity}"/> names.
/// </summary>
internal sealed class TenantConvention : IModelFinalizingConvention
{
    private const string FilterName = "Tenant";

    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> conventionContext)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes()
            .Where(type => type.BaseType is null && !type.IsOwned()))
        {
            if (typeof(Entity).IsAssignableFrom(entityType.ClrType))
                entityType.Builder.IsTenantOwned(nameof(Entity.TenantId));

            if (entityType.FindTenantProperty() is { } name)
                Apply(entityType, FindProperty(entityType, name));
        }
    }

    private static void Apply(IConventionEntityType entityType, IConventionProperty tenantId)
    {
        tenantId.Builder.ValueGenerated(ValueGenerated.OnAdd);
        tenantId.Builder.HasValueGenerator((_, _) => new TenantIdGenerator());
        if (entityType.GetDeclaredQueryFilters().Any(filter => filter.IsAnonymous))
            throw new InvalidOperationException(
                $"{entityType.DisplayName()} is owned by tenants, and its query filter has no name, so EF cannot combine it " +
                $"with the filter of the tenant. Give it a name: HasQueryFilter(\"...\", ...). The name \"{FilterName}\" is taken.");

        entityType.Builder.HasQueryFilter(FilterName, IsOfTheContext(entityType.ClrType, tenantId));
    }

    private static IConventionProperty FindProperty(IConventionEntityType entityType, string name) =>
        entityType.FindProperty(name) is { } property && property.ClrType == typeof(Guid)
            ? property
            : throw new InvalidOperationException(
                $"{entityType.DisplayName()} names its tenant in {name}, which is not one of its mapped properties of " +
                "type Guid. Map it, or name another property in IsTenantOwned.");

    // Where a filter has a constant of the type of the context, EF passes the context that runs the query.
    private static LambdaExpression IsOfTheContext(Type entityType, IConventionProperty tenantId)
    {
        var entity = Expression.Parameter(entityType, "entity");
        return Expression.Lambda(
            Expression.Equal(
                Expression.Call(
                    typeof(EF), nameof(EF.Property), [typeof(Guid)], entity, Expression.Constant(tenantId.Name)),
                Expression.Call(
                    typeof(ContextTenant),
                    nameof(ContextTenant.FindTenantId),
                    null,
                    Expression.Constant(null, typeof(DbContext)))),
            entity);
    }
}
