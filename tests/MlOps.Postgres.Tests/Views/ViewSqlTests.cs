using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Views;

public class ViewSqlTests
{
    [Fact]
    public void Views_come_after_what_they_read_and_materialized_ones_have_a_unique_index() => Assert.Equal(
        [
            """
            CREATE VIEW v_customers WITH (security_invoker = true) AS
            SELECT c.id, c.name FROM customers AS c;
            GRANT SELECT ON v_customers TO shop_reader, shop_writer;
            """,
            """
            CREATE MATERIALIZED VIEW a_names AS
            SELECT name, count(*) FROM v_customers GROUP BY name;
            CREATE UNIQUE INDEX ux_a_names ON a_names (name);
            GRANT SELECT ON a_names TO shop_reader;
            """,
        ],
        MigrationSql.ListStatements(null, Views).TakeLast(2));

    [Fact]
    public void All_is_dropped_in_the_order_of_its_dependencies_but_the_roles_stay() => Assert.Equal(
        [
            "DROP MATERIALIZED VIEW IF EXISTS a_names;",
            "DROP VIEW IF EXISTS v_customers;",
            "DROP TABLE customers;",
            "DROP FUNCTION IF EXISTS ef_set_updated_at();",
        ],
        MigrationSql.ListStatements(Views, null));

    [Fact]
    public void Names_that_sql_reserves_are_quoted() => Assert.Equal(
        """
        CREATE VIEW v_customers WITH (security_invoker = true) AS
        SELECT c."order" FROM "user" AS c;
        """,
        MigrationSql.ListStatements(null, model =>
        {
            Shop.Customers(model).ToTable("user").Property(customer => customer.Name).HasColumnName("order");
            model.HasSqlView("v_customers", names =>
            {
                var c = names.Table<Customer>("c");
                return $"SELECT {c[x => x.Name]} FROM {c}";
            });
        })[^1]);

    private static void Views(ModelBuilder model)
    {
        model.HasSqlRole("shop_reader");
        Shop.Customers(model).HasUpdatedAtTrigger(customer => customer.UpdatedAt);
        model.HasSqlMaterializedView(
            "a_names", ["name"], names => $"SELECT name, count(*) FROM {names.View("v_customers")} GROUP BY name", "shop_reader");
        model.HasSqlView(
            "v_customers",
            names =>
            {
                var c = names.Table<Customer>("c");
                return $"SELECT {c[x => x.Id]}, {c[x => x.Name]} FROM {c}";
            },
            "shop_reader",
            "shop_writer");
    }
}
