using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Postgres.Triggers;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Decides which features of tables a migration names: those that change, and the triggers and policies that PostgreSQL
/// wants out of the way while a column of theirs is altered.
/// </summary>
internal static class TableChanges
{
    public static void Apply(List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target)
    {
        foreach (var table in operations.OfType<AlterTableOperation>())
            RemoveUnchanged(table);

        if (source is null || target is null)
            return;

        foreach (var column in operations.OfType<AlterColumnOperation>().ToList())
        {
            var (before, after) = (Source(column, operations, source), target.FindTable(column.Table, column.Schema));
            foreach (var feature in after?.GetAnnotations().Where(feature => Holds(feature, column.Name)) ?? [])
            {
                if (Equals(before?[feature.Name], feature.Value))
                    Name(feature, column, operations);
            }
        }
    }

    private static void RemoveUnchanged(AlterTableOperation table)
    {
        foreach (var old in table.OldTable.GetAnnotations().Where(PostgresAnnotations.IsOurs).ToList())
        {
            if (Equals(table[old.Name], old.Value))
            {
                table.RemoveAnnotation(old.Name);
                table.OldTable.RemoveAnnotation(old.Name);
            }
        }
    }

    private static bool Holds(IAnnotation feature, string column) =>
        (feature.Name == PostgresAnnotations.RowSecurity && Equals(feature.Value, column))
        || (feature.Name.StartsWith(PostgresAnnotations.Trigger, StringComparison.Ordinal)
            && TriggerSpec.Parse((string)feature.Value!) is var trigger
            && (SqlNames.Mentions(trigger.When, column) || SqlNames.Mentions(trigger.Action, column)));

    // Named on both sides: dropped before, and created again after.
    private static void Name(IAnnotation feature, AlterColumnOperation column, List<MigrationOperation> operations)
    {
        var table = operations.OfType<AlterTableOperation>()
            .FirstOrDefault(table => table.Name == column.Table && table.Schema == column.Schema);
        if (table is null)
            operations.Insert(0, table = new AlterTableOperation { Name = column.Table, Schema = column.Schema });

        table.SetAnnotation(feature.Name, feature.Value);
        table.OldTable.SetAnnotation(feature.Name, feature.Value);
    }

    private static ITable? Source(AlterColumnOperation column, List<MigrationOperation> operations, IRelationalModel source) =>
        operations.OfType<RenameTableOperation>().FirstOrDefault(
            rename => (rename.NewName ?? rename.Name) == column.Table && rename.NewSchema == column.Schema) is { } rename
            ? source.FindTable(rename.Name, rename.Schema)
            : source.FindTable(column.Table, column.Schema);
}
