using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Views;

public class ViewChangeTests
{
    private const string DropBoth = "DROP VIEW IF EXISTS v_top;\nDROP VIEW IF EXISTS v_names;";
    private const string CreateTop = "CREATE VIEW v_top WITH (security_invoker = true) AS\nSELECT id FROM v_names;";

    [Fact]
    public void What_does_not_change_is_not_repeated_when_something_else_does() => Assert.Equal(
        ["ALTER TABLE customers ADD city text;"],
        MigrationSql.ListStatements(Base, Base.And(model => model.Entity<Customer>().Property<string>("City"))));

    [Fact]
    public void The_same_model_needs_no_migration() => Assert.Empty(MigrationSql.ListOperations(Base, Base));

    [Fact]
    public void A_changed_view_is_dropped_and_created_and_so_is_one_that_reads_it() => Assert.Equal(
        [DropBoth, Names("c.score"), CreateTop],
        Joined(Base, model => Model(model, "score")));

    [Fact]
    public void A_column_changes_its_type_under_a_view() => Assert.Equal(
        [DropBoth, "ALTER TABLE customers ALTER COLUMN score TYPE bigint;", Names("c.name"), CreateTop],
        Joined(Base, Base.And(model => model.Entity<Customer>().Property(customer => customer.Score).HasConversion<long>())));

    [Fact]
    public void A_column_is_dropped_under_a_view() => Assert.Equal(
        [DropBoth, "ALTER TABLE customers DROP COLUMN score;", Names("c.name"), CreateTop],
        Joined(Base, Base.And(model => model.Entity<Customer>().Ignore(customer => customer.Score))));

    [Fact]
    public void A_view_that_groups_by_a_key_makes_way_for_another_key() => Assert.Equal(
        [
            DropBoth,
            "ALTER TABLE customers DROP CONSTRAINT pk_customers;",
            "ALTER TABLE customers ADD CONSTRAINT pk_customers PRIMARY KEY (id);",
            Names("c.name"),
            CreateTop,
        ],
        Joined(Base, Base.And(model => model.Entity<Customer>().HasKey(customer => customer.Id))));

    [Fact]
    public void A_view_follows_the_new_name_of_a_property() => Assert.Equal(
        [DropBoth, "ALTER TABLE customers RENAME COLUMN name TO label;", Names("c.label"), CreateTop],
        Joined(Base, Base.And(model => model.Entity<Customer>().Property(customer => customer.Name).HasColumnName("label"))));

    [Fact]
    public void A_view_follows_the_new_name_of_a_table()
    {
        var statements = Joined(Base, Base.And(model => model.Entity<Customer>().ToTable("clients")));
        Assert.Equal(DropBoth, statements[0]);
        Assert.Contains("ALTER TABLE customers RENAME TO clients;", statements);
        Assert.Equal(["CREATE VIEW v_names WITH (security_invoker = true) AS\nSELECT c.id, c.name FROM clients AS c;", CreateTop],
            statements.TakeLast(2));
    }

    [Fact]
    public void A_table_of_another_entity_changes_and_the_view_stays() => Assert.Equal(
        ["DROP TABLE others;"],
        MigrationSql.ListStatements(Base.And(model => model.Entity<Order>().ToTable("others")), Base));

    [Fact]
    public void A_changed_function_is_replaced_and_a_removed_one_dropped()
    {
        Action<ModelBuilder> With(string body) => model => model.HasSqlFunction("f()", body);
        Assert.Equal(
            ["CREATE OR REPLACE FUNCTION f()\nRETURNS int LANGUAGE sql AS 'SELECT 2';"],
            MigrationSql.ListStatements(With("RETURNS int LANGUAGE sql AS 'SELECT 1'"), With("RETURNS int LANGUAGE sql AS 'SELECT 2'")));
        Assert.Equal(
            ["DROP FUNCTION IF EXISTS f();"], MigrationSql.ListStatements(With("RETURNS int LANGUAGE sql AS 'SELECT 1'"), _ => { }));
    }

    [Fact]
    public void A_removed_role_stays_on_the_server() =>
        Assert.Empty(MigrationSql.ListStatements(model => model.HasSqlRole("shop_reader"), _ => { }));

    // The views without the table's own statements between them.
    private static List<string> Joined(Action<ModelBuilder> from, Action<ModelBuilder> to)
    {
        var statements = MigrationSql.ListStatements(from, to).ToList();
        return [string.Join('\n', statements.Take(2)), .. statements.Skip(2)];
    }

    private static string Names(string column) =>
        $"CREATE VIEW v_names WITH (security_invoker = true) AS\nSELECT c.id, {column} FROM customers AS c;";

    private static Action<ModelBuilder> Base => model => Model(model, "name");

    private static void Model(ModelBuilder model, string column)
    {
        model.HasSqlRole("shop_reader").HasSqlFunction("f()", "RETURNS int LANGUAGE sql AS 'SELECT 1'");
        Shop.Customers(model);
        model.HasSqlView("v_top", names => $"SELECT id FROM {names.View("v_names")}");
        model.HasSqlView("v_names", names =>
        {
            var c = names.Table<Customer>("c");
            return $"SELECT {c[x => x.Id]}, {(column == "name" ? c[x => x.Name] : c[x => x.Score])} FROM {c}";
        });
    }
}
