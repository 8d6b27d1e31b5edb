using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>A table that moves to another schema with its rows, its readers and its view.</summary>
public sealed class SchemaMoveTests(TestServer server) : MigratedDatabaseTest(server)
{
    private const string Tenant = "0195a000-0000-7000-8000-00000000000a";

    [Fact]
    public void Its_readers_may_use_the_schema_that_it_moves_to() => Assert.Equal(
        ["DROP VIEW IF EXISTS v_customers;", "ALTER TABLE customers SET SCHEMA moved;", "GRANT USAGE ON SCHEMA moved TO shop_reader;"],
        MigrationSql.ListStatements(In(null), In("moved")).Where(statement => !statement.Contains("CREATE ", StringComparison.Ordinal)));

    [Fact]
    public void Without_a_schema_it_moves_to_where_new_tables_are_created() => Assert.Equal(
        """
        DO $move$
        BEGIN
            EXECUTE format('ALTER TABLE moved.clients SET SCHEMA %I', current_schema());
        END $move$;
        """,
        MigrationSql.ListStatements(In("moved"), In(null).And(model => model.Entity<Customer>().ToTable("clients")))
            .Single(statement => statement.Contains("SET SCHEMA", StringComparison.Ordinal)));

    [Fact]
    public async Task It_is_read_in_each_place_by_those_who_may()
    {
        await MigrateAsync(null, In(null));
        await ExecuteAsync(
            $"INSERT INTO customers (tenant_id, id, name, score, updated_at) VALUES ('{Tenant}', gen_random_uuid(), 'ann', 1, now())");
        string? from = null;
        foreach (var to in (string?[])["moved", null, "moved", "It's 100%s", null])
        {
            await MigrateAsync(In(from), In(to));
            Assert.Equal([to ?? "public"], await ColumnAsync(
                "SELECT nspname::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'customers'"));
            Assert.Equal(["ann"], await ColumnAsync($"SET ROLE shop_reader; SET app.tenant_id = '{Tenant}'; SELECT name FROM v_customers"));
            from = to;
        }
    }

    private static Action<ModelBuilder> In(string? schema) => model =>
    {
        model.HasSqlRole("shop_reader");
        Shop.Customers(model).IsTenantOwned(customer => customer.TenantId).GrantTo("shop_reader", TableRights.Select)
            .ToTable("customers", schema);
        model.HasSqlView(
            "v_customers",
            names =>
            {
                var c = names.Table<Customer>("c");
                return $"SELECT {c[x => x.Name]} FROM {c}";
            },
            "shop_reader");
    };
}
