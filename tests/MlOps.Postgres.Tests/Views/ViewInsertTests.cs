using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;

namespace MlOps.Postgres.Tests.Views;

/// <summary>Views that take rows.</summary>
public sealed class ViewInsertTests(TestServer server) : MigratedDatabaseTest(server)
{
    [Fact]
    public void A_view_of_its_own_schema_gets_its_trigger_and_its_writers() => Assert.Equal(
        [
            """
            CREATE VIEW doors.customers WITH (security_invoker = true) AS
            SELECT c.id, c.name, NULL::text AS greeting FROM customers AS c;
            GRANT USAGE ON SCHEMA doors TO shop_reader;
            GRANT SELECT ON doors.customers TO shop_reader;
            CREATE TRIGGER store_row INSTEAD OF INSERT ON doors.customers FOR EACH ROW EXECUTE FUNCTION store_customer();
            GRANT INSERT, UPDATE, DELETE ON doors.customers TO shop_writer;
            """,
        ],
        MigrationSql.ListStatements(null, Doors).TakeLast(1));

    [Fact]
    public void Nothing_of_it_is_made_again() => Assert.Empty(MigrationSql.ListStatements(Doors, Doors));

    [Fact]
    public void A_view_that_was_not_declared_takes_no_rows() => Assert.Contains(
        "Declare it by HasSqlView first",
        Assert.Throws<InvalidOperationException>(
            () => MigrationSql.ListStatements(null, model => model.HasSqlViewInsert("v_none", "f", "shop_writer"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task The_function_stores_the_row()
    {
        await MigrateAsync(null, Doors);
        await ExecuteAsync("INSERT INTO doors.customers (name, greeting) VALUES ('Ann', 'Hello')");
        Assert.Equal(["Hello Ann"], await ColumnAsync("SELECT name FROM customers"));
        await MigrateAsync(Doors, null);
    }

    private static void Doors(ModelBuilder model)
    {
        model.HasSqlRole("shop_reader");
        model.HasSqlRole("shop_writer");
        Shop.Customers(model);
        model.HasSqlFunction(
            "store_customer",
            names => new SqlFunction(
                "",
                $"""
                RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO {names.Table<Customer>("c").Name} (tenant_id, id, name, score, updated_at)
                    VALUES (gen_random_uuid(), gen_random_uuid(), concat_ws(' ', NEW.greeting, NEW.name), 0, now());
                    RETURN NEW;
                END $$
                """));
        model.HasSqlView(
            "doors.customers",
            names =>
            {
                var c = names.Table<Customer>("c");
                return $"SELECT {c[x => x.Id]}, {c[x => x.Name]}, NULL::text AS greeting FROM {c}";
            },
            "shop_reader");
        model.HasSqlViewInsert("doors.customers", "store_customer", "shop_writer");
    }
}
