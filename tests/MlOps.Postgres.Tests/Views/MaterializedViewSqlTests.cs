using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Ddl;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Views;

public class MaterializedViewSqlTests
{
    private const string OwnerReads = "CREATE POLICY owner_reads ON customers FOR SELECT TO shop_owner USING (true);";

    private const string Create =
        """
        DO $owner$
        BEGIN
            IF NOT pg_has_role('shop_owner', 'USAGE') THEN
                GRANT shop_owner TO CURRENT_USER;
            END IF;
            IF NOT pg_has_role('shop_owner', 'USAGE') THEN
                RAISE insufficient_privilege;
            END IF;
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE insufficient_privilege USING MESSAGE = format(
                'Materialized view %s would be filled with no rows, since %I has not the rights of the role %I. Let an administrator run: GRANT %I TO %I',
                'm_customers', current_user, 'shop_owner', 'shop_owner', current_user);
        END $owner$;
        CREATE MATERIALIZED VIEW m_customers AS
        SELECT c.tenant_id, count(*) AS customers FROM customers AS c GROUP BY 1;
        CREATE UNIQUE INDEX ux_m_customers ON m_customers (tenant_id);
        """;

    private const string CreatePart =
        """
        CREATE VIEW v_customers WITH (security_barrier = true) AS
        SELECT * FROM m_customers WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting('app.tenant_id', true), '') = '' AND pg_has_role(current_user, 'shop_owner', 'USAGE') THEN '00000000-0000-0000-0000-000000000000' ELSE NULLIF(current_setting('app.tenant_id', true), '')::uuid END AND CASE WHEN coalesce(current_setting('app.tenant_id', true), '') = '' AND pg_has_role(current_user, 'shop_owner', 'USAGE') THEN 'ffffffff-ffff-ffff-ffff-ffffffffffff' ELSE NULLIF(current_setting('app.tenant_id', true), '')::uuid END;
        GRANT SELECT ON v_customers TO shop_reader;
        """;

    [Fact]
    public void The_tables_that_it_reads_are_read_whole_by_the_role_that_it_is_filled_as() => Assert.Equal(
        [
            CreateSqlTests.Policy("customers"),
            OwnerReads,
            $"{Create}\nGRANT SELECT ON m_customers TO shop_service;",
            CreatePart,
        ],
        MigrationSql.ListStatements(null, model => CustomerCountsView.Add(Roles(model), "shop_service")
            .HasSqlTenantView("v_customers", "m_customers", "shop_reader")).TakeLast(4));

    [Fact]
    public void A_table_that_exists_gets_and_loses_the_policy_with_the_view()
    {
        Action<ModelBuilder> plain = model => Shop.Customers(Roles(model)).IsTenantOwned(customer => customer.TenantId);
        Action<ModelBuilder> counted = model => CustomerCountsView.Add(Roles(model));
        Assert.Equal([OwnerReads, Create], MigrationSql.ListStatements(plain, counted));
        Assert.Equal(
            ["DROP MATERIALIZED VIEW IF EXISTS m_customers;", "DROP POLICY owner_reads ON customers;"],
                MigrationSql.ListStatements(counted, plain));
    }

    [Fact]
    public void What_it_reads_through_another_view_is_read_whole_too()
    {
        var statements = MigrationSql.ListStatements(null, model =>
        {
            Shop.Customers(Roles(model)).IsTenantOwned(customer => customer.TenantId);
            model.HasSqlView("v_all", names => $"SELECT c.tenant_id FROM {names.Table<Customer>("c")}");
            model.HasSqlMaterializedView("m_customers", ["tenant_id"], names => $"SELECT DISTINCT tenant_id FROM {names.View("v_all")}");
        });
        Assert.Contains(OwnerReads, statements);
    }

    [Fact]
    public void A_table_that_no_materialized_view_reads_has_no_such_policy() => Assert.DoesNotContain(
        MigrationSql.ListStatements(null, model =>
        {
            CustomerCountsView.Add(Roles(model));
            Shop.Orders(model);
        }),
        statement => statement.Contains("owner_reads ON orders", StringComparison.Ordinal));

    [Fact]
    public void A_materialized_view_of_what_belongs_to_nobody_is_read_by_anybody() => Assert.Equal(
        """
        CREATE MATERIALIZED VIEW m_customers AS
        SELECT c.id FROM customers AS c;
        CREATE UNIQUE INDEX ux_m_customers ON m_customers (id);
        GRANT SELECT ON m_customers TO shop_reader;
        """,
        MigrationSql.ListStatements(null, model =>
        {
            Shop.Customers(model);
            model.HasSqlMaterializedView("m_customers", ["id"], names => $"SELECT c.id FROM {names.Table<Customer>("c")}", "shop_reader");
        })[^1]);

    private static ModelBuilder Roles(ModelBuilder model) => model
        .HasSqlRole("shop_owner", RoleScope.Owner).HasSqlRole("shop_service", RoleScope.AllTenants).HasSqlRole("shop_reader");
}
