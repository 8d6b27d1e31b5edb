using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Keeps an index of key columns on the table of the entity that declares it. EF puts it on each table of a TPT hierarchy,
/// since all have the key, and under one name, which PostgreSQL refuses.
/// </summary>
internal static class KeyIndexes
{
    public static void RemoveFromLeaves(List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target) =>
        operations.RemoveAll(operation => operation switch
        {
            CreateIndexOperation create => IsOfAnotherTable(target, create.Table, create.Schema, create.Name),
            DropIndexOperation drop => IsOfAnotherTable(source, drop.Table!, drop.Schema, drop.Name),
            RenameIndexOperation rename => IsOfAnotherTable(target, rename.Table!, rename.Schema, rename.NewName),
            _ => false,
        });

    private static bool IsOfAnotherTable(IRelationalModel? model, string table, string? schema, string index) =>
        model?.FindTable(table, schema)?.Indexes.FirstOrDefault(found => found.Name == index) is { } found
        && found.MappedIndexes.All(mapped => mapped.DeclaringEntityType is var declaring
            && declaring.GetMappingStrategy() == RelationalAnnotationNames.TptMappingStrategy
            && declaring.GetTableName() is { } own && (own, declaring.GetSchema()) != (table, schema));
}
