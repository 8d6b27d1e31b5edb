using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>Finds the step of a migration that a statement was made from.</summary>
internal static class OperationNames
{
    /// <summary>Whether a statement names all that a step names.</summary>
    public static bool Concerns(MigrationOperation operation, string sql) => operation is SqlOperation written
        ? written.Sql.Contains(sql, StringComparison.Ordinal)
        : Of(operation) is { Count: > 0 } names && names.All(name => SqlNames.Mentions(sql, name));

    private static List<string> Of(MigrationOperation operation) => operation switch
    {
        ColumnOperation column => [column.Table, column.Name],
        AddForeignKeyOperation key => [key.Table, key.Name],
        AddCheckConstraintOperation check => [check.Table, check.Name],
        AddPrimaryKeyOperation key => [key.Table, key.Name],
        AddUniqueConstraintOperation key => [key.Table, key.Name],
        CreateIndexOperation { Table: { } table } index => [table, index.Name],
        AlterTableOperation table => [table.Name],
        _ => [],
    };
}
