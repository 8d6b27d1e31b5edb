using System.Collections;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Postgres.Ddl;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>What Npgsql writes in place of an operation has all of it but what is removed.</summary>
public class OperationCopyTests
{
    [Fact]
    public void A_copy_has_the_properties_and_annotations_of_its_operation_and_changes_alone()
    {
        var column = new AddColumnOperation { Name = "note", Table = "orders", ClrType = typeof(string), MaxLength = 5, Comment = "c" };
        column.AddAnnotation("a", "b");
        var copy = column.Copy();
        AssertEqual(column, copy);

        copy.Comment = null;
        copy.RemoveAnnotation("a");
        Assert.Equal(("c", "b"), (column.Comment, column["a"]));
    }

    [Fact]
    public void A_copy_has_lists_of_its_own_with_the_same_items()
    {
        var table = new CreateTableOperation { Name = "orders", Columns = { new AddColumnOperation { Name = "note" } } };
        var copy = table.Copy();
        AssertEqual(table, copy);

        copy.Columns.Clear();
        Assert.Single(table.Columns);
    }

    private static void AssertEqual<T>(T operation, T copy)
        where T : MigrationOperation
    {
        foreach (var property in typeof(T).GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var (value, copied) = (property.GetValue(operation), property.GetValue(copy));
            Assert.Equal(value is IList list ? list.Cast<object>() : value, copied is IList copiedList
                ? copiedList.Cast<object>() : copied);
        }

        Assert.Equal(operation.GetAnnotations().Select(Describe), copy.GetAnnotations().Select(Describe));

        static (string, object?) Describe(Microsoft.EntityFrameworkCore.Infrastructure.IAnnotation annotation) =>
            (annotation.Name, annotation.Value);
    }
}
