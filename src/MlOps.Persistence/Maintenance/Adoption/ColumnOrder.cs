using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Maintenance.Adoption;

/// <summary>Orders the columns of new tables as several migrations would have made them: what came later stands last.</summary>
internal static class ColumnOrder
{
    public static void Apply(IReadOnlyList<Migration> migrations, IReadOnlyList<MigrationOperation> operations)
    {
        var added = migrations.SelectMany(migration => migration.UpOperations).OfType<AddColumnOperation>()
            .Select(column => (column.Schema, column.Table, column.Name)).ToList();
        foreach (var table in operations.OfType<CreateTableOperation>())
        {
            var columns = table.Columns.OrderBy(column => added.IndexOf((table.Schema, table.Name, column.Name))).ToList();
            table.Columns.Clear();
            table.Columns.AddRange(columns);
        }
    }
}
