using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Maintenance.Review;

/// <summary>Names the steps of a migration that block. Tables that the same migration creates are empty, and do not count.</summary>
public static class MigrationReview
{
    public static IReadOnlyList<MigrationRisk> Of(IReadOnlyList<MigrationOperation> operations)
    {
        var created = operations.OfType<CreateTableOperation>().Select(table => (table.Schema, table.Name)).ToHashSet();
        return [.. operations.Select(operation => Find(operation, created)).OfType<MigrationRisk>()];
    }

    private static MigrationRisk? Find(MigrationOperation operation, HashSet<(string? Schema, string Name)> created) => operation switch
    {
        AlterColumnOperation alter when alter.ColumnType != alter.OldColumn.ColumnType => new(
            $"changes the type of {alter.Table}.{alter.Name} from {alter.OldColumn.ColumnType} to {alter.ColumnType}",
            "most changes of type rewrite the table, and nobody reads or writes it meanwhile",
            "Add a column of the new type, copy in batches, and drop the old column in a later release"),
        AlterColumnOperation { IsNullable: false, OldColumn.IsNullable: true } alter => new(
            $"makes {alter.Table}.{alter.Name} NOT NULL",
            "PostgreSQL reads the whole table, and nobody writes to it meanwhile",
            "Add a CHECK (… IS NOT NULL) NOT VALID, validate it, and set NOT NULL in a later migration"),
        AddColumnOperation { ComputedColumnSql: not null } add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the generated column {add.Table}.{add.Name}",
            "it rewrites the table, and nobody reads or writes it meanwhile",
            "Add an ordinary column, fill it in batches, and compute it in a view or a trigger"),
        AddColumnOperation { DefaultValueSql: { } sql } add when !created.Contains((add.Schema, add.Table)) && sql.Contains('(', StringComparison.Ordinal) => new(
            $"adds {add.Table}.{add.Name} with the default {sql}",
            "a volatile default rewrites the table, and nobody reads or writes it meanwhile",
            "Add the column without default, set the default in a second step, and fill old rows in batches"),
        AddForeignKeyOperation add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the foreign key {add.Name} to {add.Table}",
            "PostgreSQL checks every row, and nobody writes to either table meanwhile",
            "Add it NOT VALID and validate it in a later migration"),
        AddCheckConstraintOperation add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the CHECK {add.Name} to {add.Table}",
            "PostgreSQL checks every row, and nobody reads or writes the table meanwhile",
            "Add it NOT VALID and validate it in a later migration"),
        AddUniqueConstraintOperation add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the unique constraint {add.Name} to {add.Table}",
            "it builds an index, and nobody reads or writes the table meanwhile",
            "Create a unique index concurrently instead"),
        CreateIndexOperation create when !created.Contains((create.Schema, create.Table)) && create["Npgsql:CreatedConcurrently"] is not true => new(
            $"creates the index {create.Name} on {create.Table}",
            "nobody writes to the table until it is built",
            "Call IsCreatedConcurrently() on the index"),
        _ => null,
    };
}
