using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Triggers;
using static MlOps.Postgres.RuleTexts;

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

    private static string? FindFault(IEntityType entityType)
    {
        var key = entityType.FindPrimaryKey()?.Properties.Select(property => property.Name).ToList() ?? [];
        if (TenantRules.FindFault(entityType) is { } hole)
            return hole;

        if (FindMisplaced(entityType) is { } misplaced)
            return misplaced;

        if (entityType.GetDerivedTypesInclusive().FirstOrDefault(KeepsNoTime) is { } timeless)
            return $"{Of(timeless, entityType)}its trigger writes the time of a change to the column {UpdatedAtFunction.Column}, which its " +
                $"table does not have. Map the property by HasColumnName(\"{UpdatedAtFunction.Column}\"), on the entity that declares it.";

        return (entityType.FindSlice() is null ? null : FindSliceFault(entityType, key)) ?? FindApart(entityType) ?? FindForeignKeyFault(entityType)
            ?? TenantRules.FindUniqueBetweenTenants(entityType);
    }

    // A hierarchy may have tables for its leaves alone.
    private static bool HasTable(IEntityType root) => root.GetDerivedTypesInclusive().Any(type => type.GetTableName() is not null);

    private static string? FindApart(IEntityType entityType) =>
        entityType.IsOwned() && entityType.GetWhole() is var whole && whole.FindSlice() is not null
        && !whole.GetDerivedTypesInclusive().Any(type => SharesTable(entityType, type))
            ? $"its table {entityType.GetTableName()} holds parts of {whole.DisplayName()}, which is sliced, and would not be sliced with it. Keep " +
                "the parts in the table of the whole (ToJson, or OwnsOne without ToTable), or make them an entity of its own by IsSlicedWith."
            : null;

    private static bool KeepsNoTime(IEntityType type) =>
        type.GetSqlTriggers().ContainsKey(type.Model.GetFeatures().UpdatedAtTrigger)
        && StoreObjectIdentifier.Create(type, StoreObjectType.Table) is { } table
        && type.GetProperties().All(property => property.GetColumnName(table) != UpdatedAtFunction.Column);

    private static string? FindMisplaced(IEntityType root) =>
        (from leaf in root.GetDerivedTypes()
         let names = leaf.Model.GetFeatureNames()
         where leaf[names.SlicedBy] is not null || leaf[names.TenantProperty] is not null || names.GetPartitionGrants(leaf).Count > 0
         select $"slices, tenants and rights on partitions are those of a whole hierarchy, but {leaf.DisplayName()} declares some of its " +
             $"own. Declare them on {root.DisplayName()}.").FirstOrDefault();

    private static string? FindSliceFault(IEntityType entityType, List<string> key)
    {
        var slicedBy = entityType.FindSlicedBy()!;
        if (!key.Contains(slicedBy))
            return $"it is sliced by {slicedBy}, so its key ({string.Join(", ", key)}) must hold {slicedBy}.";

        foreach (var type in entityType.GetDerivedTypesInclusive())
        {
            var unique = type.GetDeclaredKeys().Select(other => other.Properties)
                .Concat(type.GetDeclaredIndexes().Where(index => index.IsUnique).Select(index => index.Properties))
                .FirstOrDefault(properties => properties.All(property => property.Name != slicedBy));
            if (unique is not null)
                return $"{Of(type, entityType)}a unique key or index of a sliced table must hold {slicedBy}, but ({Names(unique)}) " +
                    "does not: PostgreSQL checks each partition by itself.";

            if (type.GetDeclaredProperties().Any(property => property.GetColumnName() == "xmin"))
                return $"{Of(type, entityType)}a sliced table cannot have xmin as concurrency token: PostgreSQL cannot return it from an insert. Use a revision column.";
        }

        return null;
    }

    private static string? FindForeignKeyFault(IEntityType entityType)
    {
        var root = entityType.FindSlice()?.Root;
        var keys = entityType.GetDerivedTypesInclusive().SelectMany(type => type.GetDeclaredForeignKeys())
            .Where(key => !SharesTable(key.DeclaringEntityType, key.PrincipalEntityType) || key.PrincipalEntityType.GetRootType() == entityType).ToList();
        if (root is not null && keys.FirstOrDefault(key => key.PrincipalEntityType.FindSlice()?.Root == root && LeavesSlice(key)) is { } astray)
            return $"{Of(astray.DeclaringEntityType, entityType)}its foreign key ({Names(astray.Properties)}) refers to " +
                $"{astray.PrincipalEntityType.DisplayName()} without {entityType.FindSlicedBy()}, so that it could refer to another " +
                "slice, where it is not looked for. Keep the id without a foreign key.";

        return keys
            .FirstOrDefault(key => key.PrincipalEntityType.FindSlice() is { } principal && principal.Root != root) is { } foreign
            ? $"{Of(foreign.DeclaringEntityType, entityType)}it refers to {foreign.PrincipalEntityType.DisplayName()}, which is sliced" +
              $"{(root is null ? "" : " by another root")}. Slice it with that by IsSlicedWith, or keep the id without a foreign key."
            : null;
    }

    private static bool LeavesSlice(IForeignKey key) => !key.Properties.Zip(key.PrincipalKey.Properties).Any(pair =>
        pair.First.Name == key.DeclaringEntityType.FindSlicedBy() && pair.Second.Name == key.PrincipalEntityType.FindSlicedBy());
}
