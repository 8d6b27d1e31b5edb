using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Maintenance.Adoption;

/// <summary>Lets an adoption add to the library's schema, and do nothing else to it.</summary>
internal static class AdoptionRules
{
    private const int MaxNamed = 5;

    /// <exception cref="MlOpsException">The migrations would drop or change something, or run SQL that no model shows.</exception>
    public static void Check(MlOpsDbContext context, IReadOnlyList<Migration> migrations, IReadOnlyList<MigrationOperation> operations)
    {
        var name = context.GetType().Name;
        if (context.Database.HasPendingModelChanges())
            throw Refuse(
                name, $"its model has changes that no migration has. Run 'dotnet ef migrations add' for {name}, and migrate again.");

        if (migrations.FirstOrDefault(migration => migration.UpOperations.Any(step => step is SqlOperation)) is { } written)
            throw Refuse(
                name,
                $"its migration {written.GetType().Name} runs SQL that is written by hand. An adoption compares models and would " +
                "leave it out. Take the SQL out, migrate, and run it in a later migration.");

        if (migrations.FirstOrDefault(migration => migration.UpOperations.Any(step => WritesUndeclaredRows(context, step))) is { } filling)
            throw Refuse(
                name,
                $"its migration {filling.GetType().Name} writes rows that the model does not declare. An adoption compares models and " +
                "would leave them out. Declare the rows by HasData, or migrate first and write them in a later migration.");

        var changes = operations.SelectMany(DescribeChanges).Distinct().ToList();
        var rest = changes.Count > MaxNamed ? $" and {changes.Count - MaxNamed} more" : "";
        if (changes.Count > 0)
            throw Refuse(
                name,
                $"its migrations would {string.Join(", ", changes.Take(MaxNamed))}{rest}. " +
                $"An adoption only adds to what is there. If {name} changes what the library declares, undo these changes, add the " +
                "migration again, migrate, and make the changes in a later migration. If it does not, its last migration was added with " +
                "another version of MlOps: run 'dotnet ef migrations add' with this one.");
    }

    private static bool WritesUndeclaredRows(MlOpsDbContext context, MigrationOperation step) =>
        step is InsertDataOperation or UpdateDataOperation or DeleteDataOperation
        && !context.GetService<IDesignTimeModel>().Model.GetEntityTypes()
            .Where(type => type.GetSeedData().Any()).SelectMany(type => type.GetAllBaseTypesInclusive())
            .Any(type => type.GetTableName() == ((ITableMigrationOperation)step).Table);

    private static MlOpsException Refuse(string context, string reason) => new(
        MlOpsError.AdoptionRefused, $"{context} cannot adopt a database that the migrations of MlOps made: {reason}");

    private static IEnumerable<string> DescribeChanges(MigrationOperation operation) => operation switch
    {
        CreateTableOperation or EnsureSchemaOperation or CreateSequenceOperation or AddColumnOperation or CreateIndexOperation
            or AddForeignKeyOperation or AddUniqueConstraintOperation or AddCheckConstraintOperation or InsertDataOperation => [],
        AlterDatabaseOperation database => DescribeChanges(database),
        DropTableOperation drop => [$"drop the table {drop.Name}"],
        DropColumnOperation drop => [$"drop the column {drop.Table}.{drop.Name}"],
        AlterColumnOperation alter => [$"change the column {alter.Table}.{alter.Name}"],
        RenameColumnOperation rename => [$"rename the column {rename.Table}.{rename.Name}"],
        RenameTableOperation rename => [$"rename the table {rename.Name}"],
        AlterTableOperation alter => [$"change the table {alter.Name}"],
        DropIndexOperation drop => [$"drop the index {drop.Name}"],
        ITableMigrationOperation step => [$"change the table {step.Table}"],
        _ => [$"run {operation.GetType().Name}, which is no addition"],
    };

    // Views and functions are annotations: MlOps:View:v_model_timeline.
    private static IEnumerable<string> DescribeChanges(AlterDatabaseOperation database)
    {
        foreach (var old in database.OldDatabase.GetAnnotations().Where(old => !Equals(database[old.Name], old.Value)))
        {
            var name = old.Name[(old.Name.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace(":", " ", StringComparison.Ordinal);
            yield return $"{(database.FindAnnotation(old.Name) is null ? "drop" : "change")} the {name.ToLowerInvariant()}";
        }

        if (database.Collation != database.OldDatabase.Collation)
            yield return "change the collation of the database";
    }
}
