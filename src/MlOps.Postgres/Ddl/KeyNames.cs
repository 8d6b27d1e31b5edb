using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Names the primary keys of a TPT hierarchy like all others. EF cannot: a name for the key would be that of all its
/// tables (dotnet/efcore#23444), so they come here with EF's own names, PK_ml_predictions for instance.
/// </summary>
internal static class KeyNames
{
    public static void Lower(List<MigrationOperation> operations, IRelationalModel? source)
    {
        foreach (var operation in operations.ToList())
        {
            if (operation is CreateTableOperation { PrimaryKey: { } created })
                created.Name = created.Name.ToLowerInvariant();
            else if (operation is DropPrimaryKeyOperation dropped)
                dropped.Name = dropped.Name.ToLowerInvariant();
            else if (operation is AddPrimaryKeyOperation added)
                Lower(added, operations, source);
        }
    }

    // The first leaf of a table changes the name that EF has for its key, but not the key.
    private static void Lower(AddPrimaryKeyOperation added, List<MigrationOperation> operations, IRelationalModel? source)
    {
        added.Name = added.Name.ToLowerInvariant();
        var before = source?.FindTable(added.Table, added.Schema)?.PrimaryKey;
        if (before?.Name.ToLowerInvariant() != added.Name || !before.Columns.Select(column => column.Name).SequenceEqual(added.Columns))
            return;

        operations.Remove(added);
        operations.RemoveAll(operation => operation is DropPrimaryKeyOperation dropped
            && dropped.Table == added.Table && dropped.Schema == added.Schema);
    }
}
