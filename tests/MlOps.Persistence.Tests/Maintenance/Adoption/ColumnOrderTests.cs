using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Adoption;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

[NeedsNoServer]
public class ColumnOrderTests
{
    [Fact]
    public void A_column_that_a_later_migration_added_stands_last()
    {
        var first = new ModelMigration(null!, [CreateTable("id", "title")]);
        var second = new ModelMigration(null!, [new AddColumnOperation { Table = "ticket", Name = "colour" }]);
        var third = new ModelMigration(null!, [new AddColumnOperation { Table = "ticket", Name = "age" }]);
        var table = CreateTable("id", "age", "colour", "title");
        ColumnOrder.Apply([first, second, third], [table]);
        Assert.Equal(["id", "title", "colour", "age"], table.Columns.Select(column => column.Name));
    }

    private static CreateTableOperation CreateTable(params string[] columns)
    {
        var table = new CreateTableOperation { Name = "ticket" };
        table.Columns.AddRange(columns.Select(name => new AddColumnOperation { Table = "ticket", Name = name }));
        return table;
    }
}
