using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests.Ddl;

public class CreateSqlTests
{
    [Fact]
    public void A_sliced_table_is_partitioned_and_gets_its_comments_afterwards() => Assert.Equal(
        [
            """
            CREATE TABLE orders (
                tenant_id uuid NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id', true), '')::uuid),
                id uuid NOT NULL,
                note text NOT NULL,
                CONSTRAINT pk_orders PRIMARY KEY (tenant_id, id)
            )
            PARTITION BY RANGE (id);
            """,
            "COMMENT ON TABLE orders IS 'It''s ours';",
            "COMMENT ON COLUMN orders.note IS 'What they said';",
            "CREATE TABLE orders_default PARTITION OF orders DEFAULT;",
            Policy("orders"),
        ],
        MigrationSql.ListStatements(null, model =>
        {
            var order = Shop.Orders(model);
            order.ToTable(table => table.HasComment("It's ours"));
            order.Property(entity => entity.Note).HasComment("What they said");
        }));

    [Fact]
    public void The_default_partition_of_a_member_refers_to_the_whole_root_and_the_member_itself_to_nothing()
    {
        var statements = MigrationSql.ListStatements(null, model =>
        {
            Shop.Orders(model);
            Shop.Lines(model);
        });
        Assert.Equal(
            [
                """
                CREATE TABLE order_lines (
                    tenant_id uuid NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id', true), '')::uuid),
                    order_id uuid NOT NULL,
                    id uuid NOT NULL,
                    CONSTRAINT pk_order_lines PRIMARY KEY (tenant_id, order_id, id)
                )
                PARTITION BY RANGE (order_id);
                """,
                "CREATE TABLE order_lines_default PARTITION OF order_lines DEFAULT;",
                "ALTER TABLE order_lines_default ADD CONSTRAINT fk_order_lines_orders_tenant_id_order_id " +
                "FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE;",
            ],
            statements.Skip(2).Take(3));
        Assert.Equal(2, statements.Count(statement => statement.Contains("order_lines_default", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_partitions_of_a_sliced_table_have_its_storage_parameters()
    {
        var statements = MigrationSql.ListStatements(null, model => Shop.Orders(model)
            .HasStorageParameter("fillfactor", 70).HasStorageParameter("autovacuum_enabled", false));
        Assert.EndsWith("PARTITION BY RANGE (id);", statements[0], StringComparison.Ordinal);
        Assert.DoesNotContain("WITH", statements[0], StringComparison.Ordinal);
        Assert.Equal(
            "CREATE TABLE orders_default PARTITION OF orders DEFAULT WITH (autovacuum_enabled=false, fillfactor=70);", statements[1]);
    }

    [Fact]
    public void A_table_gets_what_its_entity_declares_when_it_exists() => Assert.Equal(
        [
            """
            DO $role$
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'shop_reader') THEN
                    CREATE ROLE shop_reader NOLOGIN;
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END $role$;
            """,
            """
            CREATE TABLE customers (
                tenant_id uuid NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id', true), '')::uuid),
                id uuid NOT NULL,
                name text NOT NULL,
                score integer NOT NULL,
                updated_at timestamp with time zone NOT NULL,
                CONSTRAINT pk_customers PRIMARY KEY (tenant_id, id)
            );
            """,
            """
            CREATE FUNCTION ef_set_updated_at()
            RETURNS trigger LANGUAGE plpgsql AS $function$
            BEGIN
                NEW.updated_at := clock_timestamp();
                RETURN NEW;
            END $function$;
            """,
            Policy("customers"),
            "GRANT SELECT, INSERT ON customers TO shop_reader;",
            "CREATE TRIGGER set_updated_at BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION ef_set_updated_at();",
        ],
        MigrationSql.ListStatements(null, model =>
        {
            model.HasSqlRole("shop_reader");
            Shop.Customers(model).IsTenantOwned(entity => entity.TenantId).HasUpdatedAtTrigger(entity => entity.UpdatedAt)
                .GrantTo("shop_reader", TableRights.Select | TableRights.Insert);
        }));

    [Fact]
    public void A_leaf_has_the_policy_and_the_rights_of_its_root()
    {
        var statements = MigrationSql.ListStatements(null, model =>
        {
            Shop.Orders(model.HasSqlRole("shop_writer", RoleScope.AllTenants)).GrantTo("shop_reader", TableRights.Select)
                .GrantPartitionsTo("shop_writer", TableRights.All);
            Shop.ExpressOrders(model);
        });
        Assert.Equal(
            [
                Policy("express_orders"),
                "GRANT SELECT ON express_orders TO shop_reader;",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON express_orders_default TO shop_writer;",
            ],
            statements.TakeLast(3));
    }

    /// <summary>The tenant of the session.</summary>
    internal const string Tenant = "NULLIF(current_setting('app.tenant_id', true), '')::uuid";

    internal static string Policy(string table, string tenant = "tenant_id") =>
        $"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant_isolation ON {table} USING ({tenant} = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK ({tenant} = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
        """;
}
