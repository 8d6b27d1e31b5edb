using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>How features get from entities to tables.</summary>
public class AnnotationTests
{
    [Fact]
    public void Migrations_compare_texts_alone()
    {
        using var context = new ShopContext(Featured);
        var features = ListFeatures(MigrationSql.GetModel(context));
        Assert.NotEmpty(features);
        Assert.All(features, feature => Assert.IsType<string>(feature.Value));
    }

    [Fact]
    public void The_tables_of_a_running_application_carry_no_features_but_its_entities_do()
    {
        using var context = new ShopContext(Featured);
        Assert.Empty(ListFeatures(context.Model));
        Assert.Equal("Id", context.Model.FindEntityType(typeof(Order))!.FindSlicedBy());
    }

    [Fact]
    public void The_ends_of_lines_are_no_change() =>
        Assert.Empty(MigrationSql.ListOperations(model => Lines(model, "\r\n"), model => Lines(model, "\n")));

    [Fact]
    public void A_trigger_is_on_the_table_of_its_entity_alone() => Assert.Equal(
        [
            "CREATE TRIGGER of_root BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION f();",
            "CREATE TRIGGER of_leaf BEFORE UPDATE ON express_orders FOR EACH ROW EXECUTE FUNCTION f();",
        ],
        MigrationSql.ListStatements(null, model =>
        {
            Shop.Orders(model).HasSqlTrigger("of_root", "BEFORE UPDATE", "EXECUTE FUNCTION f()");
            Shop.ExpressOrders(model).HasSqlTrigger("of_leaf", "BEFORE UPDATE", "EXECUTE FUNCTION f()");
        }).Where(statement => statement.StartsWith("CREATE TRIGGER", StringComparison.Ordinal)));

    [Fact]
    public void An_index_of_a_roots_property_is_on_the_root_alone() => Assert.Equal(
        ["CREATE INDEX ix_orders_note ON orders (note);"],
        MigrationSql.ListStatements(null, model =>
        {
            Shop.Orders(model).HasIndex(order => order.Note);
            Shop.ExpressOrders(model);
        }).Where(statement => statement.StartsWith("CREATE INDEX", StringComparison.Ordinal)));

    // EF puts an index of the key on every table that has the key.
    [Fact]
    public void An_index_of_a_roots_key_is_on_the_root_alone_too()
    {
        static void Leaf(ModelBuilder model)
        {
            Shop.Orders(model);
            Shop.ExpressOrders(model);
        }

        static void Indexed(ModelBuilder model, string name)
        {
            Leaf(model);
            model.Entity<Order>().HasIndex(order => order.Id).HasDatabaseName(name);
        }

        Assert.Equal(["CREATE INDEX ix_a ON orders (id);"], MigrationSql.ListStatements(Leaf, model => Indexed(model, "ix_a")));
        Assert.Equal(["ALTER INDEX ix_a RENAME TO ix_b;"],
            MigrationSql.ListStatements(model => Indexed(model, "ix_a"), model => Indexed(model, "ix_b")));
        Assert.Equal(["DROP INDEX ix_a;"], MigrationSql.ListStatements(model => Indexed(model, "ix_a"), Leaf));
        Assert.Single(
            MigrationSql.ListStatements(null, model => Indexed(model, "ix_a")),
                statement => statement.StartsWith("CREATE INDEX", StringComparison.Ordinal));
    }

    private static List<IAnnotation> ListFeatures(IModel model) =>
    [
        .. model.GetRelationalModel().Tables.SelectMany(table => table.GetAnnotations()).Concat(model.GetRelationalModel().GetAnnotations())
            .Where(annotation => annotation.Name.StartsWith("PostgresFeatures:", StringComparison.Ordinal)),
    ];

    private static void Featured(ModelBuilder model)
    {
        Lines(model, "\n");
        Shop.Orders(model.HasSqlRole("shop_reader")).GrantTo("shop_reader", TableRights.Select);
    }

    private static void Lines(ModelBuilder model, string end)
    {
        model.HasSqlFunction("f()", $"RETURNS trigger{end}LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'{end}");
        Shop.Customers(model).HasSqlTrigger("t", $"BEFORE{end}UPDATE", $"EXECUTE{end}FUNCTION f()");
        model.HasSqlView("v_a", _ => $"SELECT 1{end} AS a{end}");
    }
}
