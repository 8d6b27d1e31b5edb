using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Roles;
using MlOps.Postgres.Triggers;
using MlOps.Postgres.Views;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Puts what depends on tables where it belongs: EF alters the database before it creates tables, and drops tables before
/// it alters the database on the way down, so that views, policies and triggers need a phase before all and one after.
/// </summary>
internal static class MigrationPhases
{
    public static IReadOnlyList<MigrationOperation> Arrange(IReadOnlyList<MigrationOperation> operations, ISqlGenerationHelper sql)
    {
        if (CheckChanges.AreAlone(operations))
            return [.. CheckChanges.Write(operations, sql)];

        var features = new TableFeatures(sql);
        var databases = operations.OfType<AlterDatabaseOperation>().ToList();
        var functions = databases.Select(database => new FunctionOrder(database)).ToList();
        var renames = operations.OfType<RenameTableOperation>().ToList();
        var before = databases.SelectMany(database => ViewSql.Drop(database.OldDatabase, sql))
            .Concat(operations.OfType<AlterTableOperation>().SelectMany(table => features.Drop(table, renames)))
            .Concat(databases.SelectMany(database => RoleSql.CreateAll(database, sql)));
        var steps = operations.SelectMany(step =>
            functions.SelectMany(function => function.TakeFor(step)).Select(Sql).Append(step));
        var after = functions.SelectMany(function => function.TakeRest())
            .Concat(operations.OfType<CreateTableOperation>().SelectMany(features.Create))
            .Concat(operations.OfType<AlterTableOperation>().SelectMany(features.Create))
            .Concat(databases.SelectMany(database => ViewSql.Create(database, sql)))
            .Concat(databases.SelectMany(database => TriggerSql.DropFunctions(database)));
        return [.. before.Select(Sql), .. steps, .. after.Select(Sql)];
    }

    private static MigrationOperation Sql(string statement) => new SqlOperation { Sql = statement };
}
