using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace MlOps.Persistence.Conventions;

/// <summary>Gives every table, column, key and index that is not named by hand a name that SQL needs no quotes for.</summary>
internal sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    public static string Convert(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var entityTypes = modelBuilder.Metadata.GetEntityTypes().ToList();
        foreach (var entityType in entityTypes)
            NameTableAndColumns(entityType);

        // Their default names are made of tables and columns, so these come second.
        foreach (var entityType in entityTypes)
            NameConstraints(entityType);
    }

    private static void NameTableAndColumns(IConventionEntityType entityType)
    {
        if (entityType.GetTableName() is { } table)
            entityType.Builder.ToTable(Convert(table));

        foreach (var property in entityType.GetDeclaredProperties())
            property.Builder.HasColumnName(Convert(property.GetColumnName()));
    }

    private static void NameConstraints(IConventionEntityType entityType)
    {
        // EF gives all tables of a hierarchy one name if the key has a name (dotnet/efcore#23444).
        var sharesKey = entityType.GetDirectlyDerivedTypes().Any();
        foreach (var key in entityType.GetDeclaredKeys().Where(key => !(sharesKey && key.IsPrimaryKey())))
            key.Builder.HasName(Constraint(key.GetDefaultName()));

        foreach (var foreignKey in entityType.GetDeclaredForeignKeys())
            foreignKey.Builder.HasConstraintName(Constraint(foreignKey.GetDefaultName()));

        foreach (var index in entityType.GetDeclaredIndexes())
            index.Builder.HasDatabaseName(index.Name ?? Constraint(index.GetDefaultDatabaseName()));
    }

    // EF ends a name that it cuts short with a tilde.
    private static string? Constraint(string? name) => name?.ToLowerInvariant().Replace('~', '_');
}
