using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Ddl;

/// <summary>Writes the defaults that EF does not know into the operations of a migration, where all else finds them.</summary>
internal sealed class ColumnDefaults(PostgresAnnotations names)
{
    public IReadOnlyList<MigrationOperation> Write(IReadOnlyList<MigrationOperation> operations) => [.. operations.SelectMany(Write)];

    private IEnumerable<MigrationOperation> Write(MigrationOperation operation)
    {
        switch (operation)
        {
            case CreateTableOperation table when table.Columns.Exists(HasDefault):
                var copy = table.Copy();
                copy.Columns.Clear();
                copy.Columns.AddRange(table.Columns.Select(WithDefault));
                return [copy];
            // The rows that are there get what EF says, or NULL, and nothing that would differ from row to row.
            case AddColumnOperation column when HasDefault(column):
                return [column, SetDefault(column)];
            case AlterColumnOperation change:
                var changed = WithDefault(change);
                if (HasDefault(change.OldColumn))
                    (changed = changed.Copy()).OldColumn = WithDefault(change.OldColumn);

                return [changed];
            default:
                return [operation];
        }
    }

    private AlterColumnOperation SetDefault(AddColumnOperation column) => WithDefault(new AlterColumnOperation
    {
        Table = column.Table,
        Schema = column.Schema,
        Name = column.Name,
        ClrType = column.ClrType,
        ColumnType = column.ColumnType,
        IsNullable = column.IsNullable,
        OldColumn = column,
        [names.SqlDefault] = column[names.SqlDefault],
    });

    private T WithDefault<T>(T column)
        where T : ColumnOperation
    {
        if (!HasDefault(column))
            return column;

        var copy = column.Copy();
        (copy.DefaultValue, copy.DefaultValueSql) = (null, (string)column[names.SqlDefault]!);
        return copy;
    }

    private bool HasDefault(ColumnOperation column) => column[names.SqlDefault] is not null;
}
