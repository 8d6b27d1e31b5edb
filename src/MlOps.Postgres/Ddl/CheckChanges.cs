using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Changes CHECKs of tables in use, as a new member of an enumeration does: they hold for new rows at once, and the old ones are
/// read after the locks of the change are given back. That needs two transactions, so that nothing else may stand in the migration: a
/// run that was killed between them runs from its beginning again.
/// </summary>
internal static class CheckChanges
{
    public static bool AreAlone(IReadOnlyList<MigrationOperation> operations) =>
        operations.Count > 0 && operations.All(operation => operation is AddCheckConstraintOperation or DropCheckConstraintOperation);

    public static IEnumerable<SqlOperation> Write(IReadOnlyList<MigrationOperation> operations, ISqlGenerationHelper sql)
    {
        foreach (var drop in operations.OfType<DropCheckConstraintOperation>())
            yield return new SqlOperation { Sql = $"{Alter(drop.Table, drop.Schema)} {Drop(drop.Name)};" };

        // Two statements, since Citus adds no constraint in one that does something else as well.
        foreach (var add in operations.OfType<AddCheckConstraintOperation>())
        {
            yield return new SqlOperation { Sql = $"{Alter(add.Table, add.Schema)} {Drop(add.Name)};" };
            yield return new SqlOperation
            {
                Sql = $"{Alter(add.Table, add.Schema)} ADD CONSTRAINT {sql.DelimitIdentifier(add.Name)} CHECK ({add.Sql}) NOT VALID;",
            };
        }

        foreach (var add in operations.OfType<AddCheckConstraintOperation>())
            yield return new SqlOperation
            {
                Sql = $"{Alter(add.Table, add.Schema)} VALIDATE CONSTRAINT {sql.DelimitIdentifier(add.Name)};",
                SuppressTransaction = true,
            };

        string Alter(string table, string? schema) => $"ALTER TABLE {sql.DelimitIdentifier(table, schema)}";

        string Drop(string name) => $"DROP CONSTRAINT IF EXISTS {sql.DelimitIdentifier(name)}";
    }
}
