using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Postgres.RowSecurity;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Decides which features of tables a migration names: those that change, and the triggers and policies that PostgreSQL
/// wants out of the way while a column of theirs is altered.
/// </summary>
internal static class TableChanges
{
    public static void Apply(List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target)
    {
        if ((target ?? source)?.Model.GetFeatureNames() is not { } names)
            return;

        foreach (var table in operations.OfType<AlterTableOperation>())
            RemoveUnchanged(table, names);

        if (source is null || target is null)
            return;

        foreach (var column in operations.OfType<AlterColumnOperation>().Where(column => column.ColumnType != column.OldColumn.ColumnType)
            .ToList())
        {
            var (before, after) = (FindSource(column, operations, source), target.FindTable(column.Table, column.Schema));
            foreach (var feature in after?.GetAnnotations().Where(feature => DependsOn(feature, column.Name, names)) ?? [])
            {
                if (Equals(before?[feature.Name], feature.Value))
                    Recreate(feature, column, operations);
            }
        }
    }

    private static void RemoveUnchanged(AlterTableOperation table, PostgresAnnotations names)
    {
        foreach (var old in names.GetAll(table.OldTable))
        {
            if (Equals(table[old.Name], old.Value))
            {
                table.RemoveAnnotation(old.Name);
                table.OldTable.RemoveAnnotation(old.Name);
            }
        }
    }

    private static bool DependsOn(IAnnotation feature, string column, PostgresAnnotations names) =>
        (feature.Name == names.RowSecurity && TenantPolicy.Parse((string)feature.Value!).Column == column)
        || (feature.Name.StartsWith(names.Trigger, StringComparison.Ordinal)
            && TriggerSpec.Parse((string)feature.Value!) is var trigger
            && (SqlNames.Mentions(trigger.When, column) || SqlNames.Mentions(trigger.Action, column)));

    // Named on both sides: dropped before, and created again after.
    private static void Recreate(IAnnotation feature, AlterColumnOperation column, List<MigrationOperation> operations)
    {
        var table = operations.OfType<AlterTableOperation>()
            .FirstOrDefault(table => table.Name == column.Table && table.Schema == column.Schema);
        if (table is null)
            operations.Insert(0, table = new AlterTableOperation { Name = column.Table, Schema = column.Schema });

        table.SetAnnotation(feature.Name, feature.Value);
        table.OldTable.SetAnnotation(feature.Name, feature.Value);
    }

    private static ITable? FindSource(AlterColumnOperation column, List<MigrationOperation> operations, IRelationalModel source) =>
        operations.OfType<RenameTableOperation>().FirstOrDefault(
            rename => (rename.NewName ?? rename.Name) == column.Table && rename.NewSchema == column.Schema) is { } rename
            ? source.FindTable(rename.Name, rename.Schema)
            : source.FindTable(column.Table, column.Schema);
}
