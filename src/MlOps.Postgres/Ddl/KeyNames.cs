using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Writes the names of primary keys in lower case, as <see cref="PostgresFeaturesOptions.HasLowerCaseKeyNames"/> says: PK_orders
/// becomes pk_orders.
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
