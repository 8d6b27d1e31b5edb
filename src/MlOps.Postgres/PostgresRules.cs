using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Postgres.Exclusions;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Triggers;

namespace MlOps.Postgres;

/// <summary>Refuses a model that PostgreSQL would refuse later, or that would leave a hole between tenants.</summary>
internal sealed class PostgresRules : IModelFinalizedConvention
{
    public IModel ProcessModelFinalized(IModel model)
    {
        foreach (var entityType in model.GetEntityTypes().Where(type => type.BaseType is null && HasTable(type)))
        {
            if (FindFault(entityType) is { } fault)
                throw new InvalidOperationException($"{entityType.DisplayName()}: {fault}");
        }

        model.FindOwnerRole();
        return model;
    }

    private static string? FindFault(IEntityType entityType) =>
        TenantRules.FindFault(entityType)
        ?? FindMisplaced(entityType)
        ?? TriggerRules.FindFault(entityType)
        ?? SliceRules.FindFault(entityType)
        ?? ExclusionRules.FindFault(entityType)
        ?? TenantRules.FindUniqueBetweenTenants(entityType);

    // A hierarchy may have tables for its leaves alone.
    private static bool HasTable(IEntityType root) => root.GetDerivedTypesInclusive().Any(type => type.GetTableName() is not null);

    private static string? FindMisplaced(IEntityType root) =>
        (from leaf in root.GetDerivedTypes()
         let names = leaf.Model.GetFeatureNames()
         where leaf[names.SlicedBy] is not null || leaf[names.TenantProperty] is not null || names.GetPartitionGrants(leaf).Count > 0
         select $"slices, tenants and rights on partitions are those of a whole hierarchy, but {leaf.DisplayName()} declares some of its " +
             $"own. Declare them on {root.DisplayName()}.").FirstOrDefault();
}
