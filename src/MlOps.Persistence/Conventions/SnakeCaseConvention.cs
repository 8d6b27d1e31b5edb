using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>Gives every table, column, key and index without an explicit name a name that needs no quotes in SQL.</summary>
internal sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    public static string Convert(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var entityTypes = modelBuilder.Metadata.GetEntityTypes().ToList();
        foreach (var entityType in entityTypes.Where(type => type.GetTableName() is not null))
            entityType.Builder.ToTable(Convert(entityType.GetTableName()!));

        foreach (var entityType in entityTypes.Where(IsOutermostDocument))
            entityType.Builder.Metadata.SetContainerColumnName(Convert(entityType.GetContainerColumnName()!));

        foreach (var entityType in entityTypes.Where(type => !type.IsMappedToJson()))
            NameColumns(entityType, StoreObjectIdentifier.Create(entityType, StoreObjectType.Table));

        // Their default names contain those of tables and columns, so these come last.
        foreach (var entityType in entityTypes)
            NameConstraints(entityType);
    }

    private static void NameColumns(IConventionTypeBase type, StoreObjectIdentifier? table)
    {
        // An owned part in the table of its owner has the key of the owner, and so its columns.
        var own = type is IConventionEntityType entityType && OwnerOfTable(entityType) != type
            ? type.GetDeclaredProperties().Where(property => !property.IsPrimaryKey())
            : type.GetDeclaredProperties();
        foreach (var property in own)
        {
            var name = table is { } named ? property.GetColumnName(named) : null;
            property.Builder.HasColumnName(Convert(name ?? property.GetColumnName()));
        }

        foreach (var part in type.GetDeclaredComplexProperties())
        {
            // A document is one column. Serializers name its members.
            if (part.ComplexType.IsMappedToJson())
                part.ComplexType.SetContainerColumnName(Convert(part.ComplexType.GetContainerColumnName()!));
            else
                NameColumns(part.ComplexType, table);
        }
    }

    private static void NameConstraints(IConventionEntityType entityType)
    {
        // EF gives all tables of a hierarchy one name if the key has a name (dotnet/efcore#23444).
        var sharesKey = OwnerOfTable(entityType).GetRootType().GetDirectlyDerivedTypes().Any();
        foreach (var key in entityType.GetDeclaredKeys().Where(key => !(sharesKey && key.IsPrimaryKey())))
            key.Builder.HasName(Constraint(key.GetDefaultName()));

        foreach (var foreignKey in entityType.GetDeclaredForeignKeys())
            foreignKey.Builder.HasConstraintName(Constraint(foreignKey.GetDefaultName()));

        foreach (var index in entityType.GetDeclaredIndexes())
            index.Builder.HasDatabaseName(index.Name ?? Constraint(index.GetDefaultDatabaseName()));
    }

    private static IReadOnlyEntityType OwnerOfTable(IReadOnlyEntityType entityType) =>
        entityType.FindOwnership()?.PrincipalEntityType is { } owner && RuleTexts.SharesTable(entityType, owner)
            ? OwnerOfTable(owner)
            : entityType;

    private static bool IsOutermostDocument(IReadOnlyEntityType entityType) =>
        entityType.IsMappedToJson() && !entityType.FindOwnership()!.PrincipalEntityType.IsMappedToJson();

    // EF ends a name that it cuts short with a tilde.
    private static string? Constraint(string? name) => name?.ToLowerInvariant().Replace('~', '_');
}
