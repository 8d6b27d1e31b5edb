using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>Gives every table, column, key and index that is not named by hand a name that SQL needs no quotes for.</summary>
internal sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    public static string Convert(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var entityTypes = modelBuilder.Metadata.GetEntityTypes().ToList();
        foreach (var entityType in entityTypes.Where(type => type.GetTableName() is not null))
            entityType.Builder.ToTable(Convert(entityType.GetTableName()!));

        foreach (var entityType in entityTypes.Where(type => type.IsMappedToJson() && !type.FindOwnership()!.PrincipalEntityType.IsMappedToJson()))
            entityType.Builder.Metadata.SetContainerColumnName(Convert(entityType.GetContainerColumnName()!));

        foreach (var entityType in entityTypes.Where(type => !type.IsMappedToJson()))
            NameColumns(entityType, StoreObjectIdentifier.Create(entityType, StoreObjectType.Table));

        // Their default names are made of tables and columns, so these come last.
        foreach (var entityType in entityTypes)
            NameConstraints(entityType);
    }

    private static void NameColumns(IConventionTypeBase type, StoreObjectIdentifier? table)
    {
        // The key of an owned part in its owner's table is that of the owner, and so are its columns.
        var own = type is IConventionEntityType entityType && OwnerOfTable(entityType) != type
            ? type.GetDeclaredProperties().Where(property => !property.IsPrimaryKey())
            : type.GetDeclaredProperties();
        foreach (var property in own)
            property.Builder.HasColumnName(Convert((table is { } named ? property.GetColumnName(named) : null) ?? property.GetColumnName()));

        foreach (var part in type.GetDeclaredComplexProperties())
        {
            // A document is one column, and what is in it has the names that serializers give.
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
        entityType.FindOwnership()?.PrincipalEntityType is { } owner && RuleTexts.SharesTable(entityType, owner) ? OwnerOfTable(owner) : entityType;

    // EF ends a name that it cuts short with a tilde.
    private static string? Constraint(string? name) => name?.ToLowerInvariant().Replace('~', '_');
}
