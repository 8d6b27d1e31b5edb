using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Domain;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Gives the tenant of the context to added rows: for the entities of MlOps, and for any class that
/// <see cref="TenantBuilderExtensions.IsTenantOwned{TEntity}"/> names. <see cref="TenantModelInitializer"/> restricts their queries.
/// </summary>
internal sealed class TenantConvention : IModelFinalizingConvention
{
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
        tenantId.Builder.HasValueGeneratorFactory(typeof(TenantIdGeneratorFactory));
        foreach (var filter in entityType.GetDeclaredQueryFilters())
        {
            if (filter.IsAnonymous || filter.Key == TenantFilter.Name)
                throw new InvalidOperationException(
                    $"{entityType.DisplayName()} is owned by tenants, and EF cannot combine its query filter with the filter of the " +
                    $"tenant. Give it a name: HasQueryFilter(\"...\", ...). The name \"{TenantFilter.Name}\" is taken.");
        }
    }

    private static IConventionProperty FindProperty(IConventionEntityType entityType, string name) =>
        entityType.FindProperty(name) is { } property && property.ClrType == typeof(Guid)
            ? property
            : throw new InvalidOperationException(
                $"{entityType.DisplayName()} names its tenant in {name}, which is not one of its mapped properties of " +
                "type Guid. Map it, or name another property in IsTenantOwned.");
}
