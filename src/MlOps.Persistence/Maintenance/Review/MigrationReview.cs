using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;
using MlOps.Postgres.Ddl;
using MlOps.Postgres.Views;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace MlOps.Persistence.Maintenance.Review;

/// <summary>Names the steps of a migration that block. Tables that the same migration creates are empty, and do not count.</summary>
public static class MigrationReview
{
    private const string CreatedConcurrently = "Npgsql:CreatedConcurrently";
    private const string ValueGeneration = "Npgsql:ValueGenerationStrategy";
    private const string Unlogged = "Npgsql:UnloggedTable";

    /// <summary>The name of the newest migration of a context, and its steps that block. Asks no server.</summary>
    /// <exception cref="MlOpsException">The context has no migrations.</exception>
    public static (string Migration, IReadOnlyList<MigrationRisk> Risks) OfNewest(DbContext context)
    {
        var (name, type) = DeclaredMigrations.Of(context).Last();
        return (name, Of(context.GetService<IMigrationsAssembly>().CreateMigration(type, context.Database.ProviderName!)));
    }

    /// <summary>The steps of a migration that block.</summary>
    public static IReadOnlyList<MigrationRisk> Of(Migration migration) => Of(migration.UpOperations, migration.TargetModel);

    /// <summary>The steps that block.</summary>
    /// <param name="operations">The steps of a migration.</param>
    /// <param name="model">The model that it leads to, which knows the slices.</param>
    public static IReadOnlyList<MigrationRisk> Of(IReadOnlyList<MigrationOperation> operations, IReadOnlyModel model) =>
        [.. FindEach(operations, model).Select(found => found.Risk)];

    /// <summary>The same, with the step of each.</summary>
    internal static IEnumerable<(MigrationOperation Operation, MigrationRisk Risk)> FindEach(
        IReadOnlyList<MigrationOperation> operations, IReadOnlyModel model)
    {
        if (CheckChanges.AreAlone(operations))
            yield break;

        var created = operations.OfType<CreateTableOperation>().Select(table => (table.Schema, table.Name)).ToHashSet();
        var slices = model.GetEntityTypes().Where(type => type.GetTableName() is not null)
            .ToLookup(type => (type.GetSchema(), type.GetTableName()!), type => type.FindSlice()?.Root);
        foreach (var operation in operations.Where(operation => !IsDeclaredAlone(operation, slices)))
        {
            if ((Find(operation, created) ?? FindChecked(operation, model) ?? FindExclusion(operation, model)
                ?? FindMixed(operation, operations, slices) ?? FindFilled(operation, created, model)) is { } risk)
                yield return (operation, risk);
        }
    }

    // KeyMaintenance validates the key later, slice by slice.
    private static bool IsDeclaredAlone(MigrationOperation operation, ILookup<(string?, string), string?> slices) =>
        operation is AddForeignKeyOperation key && slices[(key.Schema, key.Table)].FirstOrDefault() is { } root
        && slices[(key.PrincipalSchema, key.PrincipalTable)].Contains(root);

    // Several such indexes are no harm: each is found by the next run as it was left.
    private static MigrationRisk? FindMixed(
        MigrationOperation operation, IReadOnlyList<MigrationOperation> all, ILookup<(string?, string), string?> slices) =>
        operation is CreateIndexOperation index && IsBuiltAtOnce(index, slices) && !all.All(other => IsBuiltAtOnce(other, slices))
            ? new(
                $"creates the index {index.Name} on {index.Table} concurrently, beside other steps",
                "it is built in no transaction, so PostgreSQL commits what stands before it, and a run that was killed cannot be run again",
                "Put the index into a migration of its own")
            : null;

    // A text that only gets wider is not rewritten, but PostgreSQL makes the CHECKs of a column anew when its type changes.
    private static MigrationRisk? FindChecked(MigrationOperation operation, IReadOnlyModel model) =>
        operation is AlterColumnOperation alter && alter.ColumnType != alter.OldColumn.ColumnType
        && model.GetEntityTypes().Where(type => type.GetTableName() == alter.Table && type.GetSchema() == alter.Schema)
            .SelectMany(type => type.GetCheckConstraints()).FirstOrDefault(check => SqlNames.Mentions(check.Sql, alter.Name)) is { } check
            ? new(
                $"changes the type of {alter.Table}.{alter.Name}, which the CHECK {check.Name} reads",
                "PostgreSQL checks every row again, and nobody reads or writes the table meanwhile",
                "Drop the CHECK in this migration, and add it again in one of its own")
            : null;

    private static MigrationRisk? FindExclusion(MigrationOperation operation, IReadOnlyModel model) =>
        operation is AlterTableOperation alter && alter.GetAddedExclusions(model).FirstOrDefault() is { } exclusion
            ? new(
                $"adds the constraint {exclusion} against overlapping periods to {alter.Name}",
                "it builds an index, and nobody reads or writes the table meanwhile",
                "Migrate while few use the table, or map the entity to a new one")
            : null;

    // IndexMaintenance builds those of slices.
    private static bool IsBuiltAtOnce(MigrationOperation operation, ILookup<(string?, string), string?> slices) =>
        operation is CreateIndexOperation index && index[CreatedConcurrently] is true
        && slices[(index.Schema, index.Table)].All(root => root is null);

    private static MigrationRisk? Find(MigrationOperation operation, HashSet<(string? Schema, string Name)> created) => operation switch
    {
        AlterColumnOperation alter when alter.ColumnType != alter.OldColumn.ColumnType
            && !HarmlessChanges.Widens(alter.OldColumn.ColumnType, alter.ColumnType) => new(
            $"changes the type of {alter.Table}.{alter.Name} from {alter.OldColumn.ColumnType} to {alter.ColumnType}",
            "most changes of type rewrite the table, and nobody reads or writes it meanwhile",
            "Add a column of the new type, copy in batches, and drop the old column in a later release"),
        AlterColumnOperation alter when alter.Collation != alter.OldColumn.Collation => new(
            $"changes the collation of {alter.Table}.{alter.Name}",
            "PostgreSQL builds the column's indexes anew, and nobody reads or writes the table meanwhile",
            "Add a column of the new collation, copy in batches, and drop the old column in a later release"),
        AlterColumnOperation { ComputedColumnSql: null, OldColumn.ComputedColumnSql: not null } alter => new(
            $"makes {alter.Table}.{alter.Name} an ordinary column",
            "the generated column is dropped and added again, and its values are lost",
            "Add an ordinary column of another name, copy in batches, and drop the generated one in a later release"),
        AlterColumnOperation { ComputedColumnSql: { } sql } alter when sql != alter.OldColumn.ComputedColumnSql => new(
            $"computes {alter.Table}.{alter.Name} in another way",
            "it rewrites the table, and nobody reads or writes it meanwhile",
            "Add an ordinary column, fill it in batches, and compute it in a view or a trigger"),
        AlterColumnOperation { IsNullable: false, OldColumn.IsNullable: true } alter => new(
            $"makes {alter.Table}.{alter.Name} NOT NULL",
            "PostgreSQL reads the whole table, and nobody reads or writes it meanwhile",
            "Add a CHECK (… IS NOT NULL) in a migration of its own, where old rows are checked while others write, and set NOT NULL " +
            "in a later one, which then reads nothing"),
        AddColumnOperation { ComputedColumnSql: not null } add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the generated column {add.Table}.{add.Name}",
            "it rewrites the table, and nobody reads or writes it meanwhile",
            "Add an ordinary column, fill it in batches, and compute it in a view or a trigger"),
        AddColumnOperation add when !created.Contains((add.Schema, add.Table)) && IsNumbered(add) => new(
            $"adds {add.Table}.{add.Name}, which the database numbers",
            "it numbers every row and rewrites the table, and nobody reads or writes it meanwhile",
            "Add an ordinary column, fill it in batches, and let the database number new rows in a later migration"),
        AddColumnOperation { DefaultValueSql: { } sql } add when !created.Contains((add.Schema, add.Table))
            && HarmlessChanges.MayBeVolatile(sql) => new(
            $"adds {add.Table}.{add.Name} with the default {sql}",
            "a volatile default rewrites the table, and nobody reads or writes it meanwhile",
            "Add the column without default, set the default in a second step, and fill old rows in batches"),
        AddForeignKeyOperation add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the foreign key {add.Name} to {add.Table}",
            "PostgreSQL checks every row, and nobody writes to either table meanwhile, nor reads those of tenants",
            "Migrate while few write; or leave it to migrationBuilder.Sql: ADD CONSTRAINT … NOT VALID in one migration, VALIDATE " +
            "CONSTRAINT in a later one"),
        AddCheckConstraintOperation add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the CHECK {add.Name} to {add.Table}, beside other steps",
            "PostgreSQL checks every row, and nobody reads or writes the table meanwhile",
            "Change CHECKs in a migration of their own: there they are added NOT VALID, and old rows are checked while others read " +
            "and write"),
        AddPrimaryKeyOperation add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the primary key {add.Name} to {add.Table}",
            "it builds an index, and nobody reads or writes the table meanwhile",
            "Create a unique index concurrently instead, or map the entity to a new table"),
        AddUniqueConstraintOperation add when !created.Contains((add.Schema, add.Table)) => new(
            $"adds the unique constraint {add.Name} to {add.Table}",
            "it builds an index, and nobody reads or writes the table meanwhile",
            "Create a unique index concurrently instead"),
        AlterTableOperation alter when !Equals(alter[Unlogged], alter.OldTable[Unlogged]) => new(
            $"makes {alter.Name} {(alter[Unlogged] is true ? "unlogged" : "logged")}",
            "it rewrites the table, and nobody reads or writes it meanwhile",
            "Map the entity to a new table, and copy in batches"),
        SqlOperation => new(
            "runs SQL that is written by hand",
            "it cannot be reviewed, and is not made from the model",
            "Declare in the model what it makes, or run it beside the migrations"),
        CreateIndexOperation create when !created.Contains((create.Schema, create.Table)) && create[CreatedConcurrently] is not true => new(
            $"creates the index {create.Name} on {create.Table}",
            "nobody writes to the table until it is built",
            "Call IsCreatedConcurrently() on the index"),
        _ => null,
    };

    private static bool IsNumbered(AddColumnOperation column) =>
        column[ValueGeneration] is { } strategy && strategy.ToString() is not nameof(NpgsqlValueGenerationStrategy.None);

    private static MigrationRisk? FindFilled(
        MigrationOperation operation, HashSet<(string? Schema, string Name)> created, IReadOnlyModel model) =>
        operation is not AlterDatabaseOperation database || database.GetSqlViews(model) is not { Count: > 0 } views
            ? null
            : (from view in views
               where view.Value.IsMaterialized
               from read in new ViewGraph(views).GetReads(view.Key)
               where !views.ContainsKey(read) && !created.Contains(SqlNames.Split(read))
               select new MigrationRisk(
                   $"fills the materialized view {view.Key} from {read}",
                   "its query runs within the migration, which keeps its locks on what it altered before, and nobody reads the view " +
                   "meanwhile",
                   "Change what it reads in a migration without it where that is possible, or migrate when few read")).FirstOrDefault();
}
