using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Slices;

namespace MlOps.Postgres.Ddl;

/// <summary>Writes the operations on sliced tables, and refuses those that PostgreSQL has no statement for.</summary>
internal sealed class SliceDdl(PostgresFeaturesOptions features, MigrationsSqlGeneratorDependencies dependencies)
{
    private readonly PostgresAnnotations _names = features.Annotations;
    private readonly ISqlGenerationHelper _sql = dependencies.SqlGenerationHelper;

    /// <summary>Refuses to slice a table that exists, or to slice it in another way.</summary>
    public void RefuseChanges(IReadOnlyList<MigrationOperation> operations)
    {
        // Partitions and their bounds follow when a column gets another name.
        var renames = operations.OfType<RenameColumnOperation>().ToLookup(rename => (rename.Table, rename.Schema));
        if (operations.OfType<AlterTableOperation>().FirstOrDefault(table =>
            _names.FindSlice(table) != _names.FindSlice(table.OldTable)?.Renamed(renames[(table.Name, table.Schema)])) is { } changed)
        {
            throw new NotSupportedException(
                $"How table '{changed.Name}' is sliced cannot change while it has rows: PostgreSQL does not partition a table that " +
                "exists. Map the entity to a new table, copy the rows in a step of its own, and drop the old table later.");
        }
    }

    public void RefuseRename(RenameTableOperation rename, IModel? model)
    {
        if (FindSlice(model, rename.NewName ?? rename.Name, rename.NewSchema) is not null)
            throw new NotSupportedException(
                $"Table '{rename.Name}' is sliced and cannot be renamed: the names of its partitions, which only the database knows, " +
                "are made of its own. Keep the name with ToTable, or map the entity to a new table and copy the rows in a step of its " +
                "own.");
    }

    /// <summary>
    /// Creates a sliced table and its default partition. PARTITION BY follows the columns at once, so that comments come after it.
    /// The storage parameters, and the keys to tables that are sliced alike, are for the partitions.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="model">The model that the migration leads to.</param>
    /// <param name="builder">Takes the statements.</param>
    /// <param name="write">Writes CREATE TABLE without its end.</param>
    /// <returns>Whether the table is sliced; if not, nothing is written.</returns>
    public bool TryCreateTable(
        CreateTableOperation table, IModel? model, MigrationCommandListBuilder builder, Action<CreateTableOperation> write)
    {
        if (_names.FindSlice(table) is not { } slice)
            return false;

        var aligned = table.ForeignKeys.Where(key => IsAligned(key, slice, model)).ToList();
        var plain = TableComments.Remove(SliceStorage.Remove(table.Copy()));
        plain.ForeignKeys.RemoveAll(aligned.Contains);
        write(plain);
        builder.AppendLine().AppendStatement($"PARTITION BY RANGE ({_sql.DelimitIdentifier(slice.Column)});");
        builder.AppendStatements(TableComments.Write(table, dependencies));
        builder.AppendStatements(SliceSql.CreateDefault(table, SliceStorage.FormatWith(table), aligned, _sql));
        if (slice.TimeColumn is not null)
            builder.AppendStatement(SliceSql.AddDefaultCheck(table.Name, table.Schema, slice, features, _sql));

        return true;
    }

    /// <summary>Alters the storage parameters of a sliced table's partitions.</summary>
    /// <returns>What remains to be altered of the table itself.</returns>
    public AlterTableOperation AlterStorage(AlterTableOperation table, IModel? model, MigrationCommandListBuilder builder)
    {
        if (FindSlice(model, table.Name, table.Schema) is null)
            return table;

        builder.AppendStatements(SliceStorage.Alter(table, _sql));
        var plain = SliceStorage.Remove(table.Copy());
        plain.OldTable = SliceStorage.Remove(table.OldTable.Copy());
        return plain;
    }

    /// <summary>Adds a key to the partitions of a sliced table, if it refers to a table that is sliced with it.</summary>
    public bool TryAddForeignKey(AddForeignKeyOperation key, IModel? model, MigrationCommandListBuilder builder)
    {
        if (FindSlice(model, key.Table, key.Schema) is not { } slice || !IsAligned(key, slice, model))
            return false;

        builder.AppendStatement(SliceSql.AddKey(key, _sql));
        return true;
    }

    /// <summary>Drops a key of a sliced table, or of its partitions.</summary>
    public bool TryDropForeignKey(DropForeignKeyOperation key, IModel? model, MigrationCommandListBuilder builder)
    {
        if (FindSlice(model, key.Table, key.Schema) is null)
            return false;

        builder.AppendStatement(SliceSql.DropKey(key, _sql));
        return true;
    }

    private bool IsAligned(AddForeignKeyOperation key, SliceSpec slice, IModel? model) =>
        FindSlice(model, key.PrincipalTable, key.PrincipalSchema)?.Root == slice.Root;

    private SliceSpec? FindSlice(IModel? model, string table, string? schema) =>
        model.FindTable(table, schema) is { } found ? _names.FindSlice(found) : null;
}
