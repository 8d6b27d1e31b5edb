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
internal sealed class MigrationPhases(PostgresFeaturesOptions features, ISqlGenerationHelper sql)
{
    private readonly PostgresAnnotations _names = features.Annotations;

    public IReadOnlyList<MigrationOperation> Arrange(IReadOnlyList<MigrationOperation> operations)
    {
        if (CheckChanges.AreAlone(operations))
            return [.. CheckChanges.Write(operations, sql)];

        var tables = new TableFeatures(features, sql);
        var databases = operations.OfType<AlterDatabaseOperation>().ToList();
        var functions = databases.ConvertAll(database =>
            new FunctionChanges(_names.GetFunctions(database.OldDatabase), _names.GetFunctions(database)));
        var orders = functions.ConvertAll(changes => new FunctionOrder(changes));
        var renames = operations.OfType<RenameTableOperation>().ToList();
        var dropped = operations.OfType<DropTableOperation>().Select(table => sql.DelimitIdentifier(table.Name, table.Schema)).ToList();
        var before = databases.SelectMany(database => ViewSql.Drop(_names.GetViews(database.OldDatabase), sql))
            .Concat(functions.SelectMany(changes => changes.DropTakersOf(dropped)))
            .Concat(functions.SelectMany(changes => changes.DropReadersOf(dropped, features.BoundTenantFunction)))
            .Concat(operations.OfType<AlterTableOperation>().SelectMany(table => tables.Drop(table, renames)))
            .Concat(databases.SelectMany(database => _names.GetRoles(database).Keys).Select(role => RoleSql.Create(role, sql)));
        var steps = operations.SelectMany(step =>
            orders.SelectMany(order => order.CreateCalledBy(step)).Select(ToOperation).Append(step));
        var after = orders.SelectMany(order => order.CreateRest())
            .Concat(operations.OfType<CreateTableOperation>().SelectMany(tables.Create))
            .Concat(operations.OfType<AlterTableOperation>().SelectMany(tables.Create))
            .Concat(databases.SelectMany(database => ViewSql.Create(_names.GetViews(database), sql)))
            .Concat(functions.SelectMany(changes => changes.DropRemoved()));
        return [.. before.Select(ToOperation), .. steps, .. after.Select(ToOperation)];
    }

    private static MigrationOperation ToOperation(string statement) => new SqlOperation { Sql = statement };
}
