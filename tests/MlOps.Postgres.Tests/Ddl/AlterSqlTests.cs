using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Conventions;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Ddl;

public class AlterSqlTests
{
    private static readonly Action<ModelBuilder> Plain = model => Shop.Customers(model);
    private static readonly Action<ModelBuilder> Watched = model => Shop.Customers(model)
        .HasSqlTrigger("on_score", "BEFORE UPDATE OF name, score", "EXECUTE FUNCTION f()")
        .HasSqlTrigger("on_change", "BEFORE UPDATE", "WHEN (NEW.\"score\" > 1) EXECUTE FUNCTION f()")
        .HasSqlTrigger("on_other", "BEFORE UPDATE OF high_score", "EXECUTE FUNCTION f()");

    private static readonly Action<ModelBuilder> LongScore = model =>
        model.Entity<Customer>().Property(customer => customer.Score).HasConversion<long>();

    private static readonly Action<ModelBuilder> Owned = model => Shop.Customers(model).IsTenantOwned(customer => customer.TenantId);

    [Fact]
    public void A_policy_is_added_and_removed_alone()
    {
        Assert.Equal([CreateSqlTests.Policy("customers")], MigrationSql.ListStatements(Plain, Owned));
        Assert.Equal(
            [
                """
                DROP POLICY tenant_isolation ON customers;
                ALTER TABLE customers NO FORCE ROW LEVEL SECURITY;
                ALTER TABLE customers DISABLE ROW LEVEL SECURITY;
                """,
            ],
            MigrationSql.ListStatements(Owned, Plain));
    }

    [Fact]
    public void A_policy_comes_after_the_column_that_it_needs()
    {
        var statements = MigrationSql.ListStatements(
            model =>
            {
                model.Entity<Customer>().ToTable("customers").HasKey(customer => customer.Id);
                model.Entity<Customer>().Ignore(customer => customer.TenantId);
            },
            Owned);
        Assert.Contains("ALTER TABLE customers ADD tenant_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';", statements);
        Assert.Equal(CreateSqlTests.Policy("customers"), statements[^1]);
    }

    [Fact]
    public void A_grant_changes_and_the_policy_stays() => Assert.Equal(
        ["REVOKE SELECT ON customers FROM shop_reader;", "GRANT SELECT, INSERT ON customers TO shop_reader;"],
        MigrationSql.ListStatements(
            Owned.And(model => model.Entity<Customer>().GrantTo("shop_reader", TableRights.Select).GrantTo("shop_app", TableRights.All)),
            Owned.And(model => model.Entity<Customer>()
                .GrantTo("shop_reader", TableRights.Select | TableRights.Insert).GrantTo("shop_app", TableRights.All))));

    [Fact]
    public void A_trigger_changes_under_the_old_name_of_a_table_that_is_renamed()
    {
        var statements = MigrationSql.ListStatements(
            Owned.And(model => Trigger(model, "BEFORE UPDATE")),
            Owned.And(model => Trigger(model, "BEFORE INSERT")).And(model => model.Entity<Customer>().ToTable("clients")));
        Assert.Equal(
            [
                "DROP TRIGGER IF EXISTS stamp ON customers;",
                "ALTER TABLE customers DROP CONSTRAINT pk_customers;",
                "ALTER TABLE customers RENAME TO clients;",
                "ALTER TABLE clients ADD CONSTRAINT pk_clients PRIMARY KEY (tenant_id, id);",
                "CREATE TRIGGER stamp BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION f();",
            ],
            statements);
    }

    [Fact]
    public void A_trigger_that_watches_a_column_makes_way_for_its_new_type_and_others_stay() => Assert.Equal(
        [
            "DROP TRIGGER IF EXISTS on_change ON customers;",
            "DROP TRIGGER IF EXISTS on_score ON customers;",
            "ALTER TABLE customers ALTER COLUMN score TYPE bigint;",
            "CREATE TRIGGER on_change BEFORE UPDATE ON customers FOR EACH ROW WHEN (NEW.\"score\" > 1) EXECUTE FUNCTION f();",
            "CREATE TRIGGER on_score BEFORE UPDATE OF name, score ON customers FOR EACH ROW EXECUTE FUNCTION f();",
        ],
        MigrationSql.ListStatements(Watched, Watched.And(LongScore)));

    [Fact]
    public void A_trigger_makes_way_for_a_type_under_the_old_name_of_its_table()
    {
        var statements =
            MigrationSql.ListStatements(Watched, Watched.And(LongScore).And(model => model.Entity<Customer>().ToTable("clients")));
        Assert.Equal(
            ["DROP TRIGGER IF EXISTS on_change ON customers;", "DROP TRIGGER IF EXISTS on_score ON customers;"], statements.Take(2));
        Assert.All(statements.TakeLast(2), statement => Assert.Contains(" ON clients FOR EACH ROW ", statement, StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_makes_way_for_the_type_of_the_tenant_and_the_wall_stays_up() => Assert.Equal(
        [
            "DROP POLICY tenant_isolation ON customers;",
            "ALTER TABLE customers ALTER COLUMN tenant_id TYPE tenant_key;",
            CreateSqlTests.Policy("customers").Split('\n')[^1],
        ],
        MigrationSql.ListStatements(
            Owned, Owned.And(model => model.Entity<Customer>().Property(customer => customer.TenantId).HasColumnType("tenant_key"))));

    [Fact]
    public void What_stays_is_not_repeated_when_something_of_a_table_changes()
    {
        var table = Assert.IsType<AlterTableOperation>(
            Assert.Single(MigrationSql.ListOperations(
                Watched, Watched.And(model => model.Entity<Customer>().GrantTo("shop_reader", TableRights.Select)))));
        Assert.Equal(["PostgresFeatures:Grant:shop_reader"], table.GetAnnotations().Select(annotation => annotation.Name));
        Assert.Empty(table.OldTable.GetAnnotations());
    }

    [Fact]
    public void A_condition_of_a_trigger_may_hold_any_sign() => Assert.Equal(
        "CREATE TRIGGER stamp BEFORE UPDATE OF \"a|b\" ON customers FOR EACH ROW WHEN (NEW.name || '|' = '') EXECUTE FUNCTION f();",
        MigrationSql.ListStatements(null, model => Shop.Customers(model).HasSqlTrigger(
            "stamp", "BEFORE UPDATE OF \"a|b\"", "WHEN (NEW.name || '|' = '') EXECUTE FUNCTION f()"))[^1]);

    [Fact]
    public void Rights_on_partitions_reach_those_that_only_the_database_knows() => Assert.Equal(
        [
            """
            DO $partitions$
            DECLARE
                slice regclass;
            BEGIN
                FOR slice IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'orders'::regclass LOOP
                    EXECUTE format('GRANT SELECT ON %s TO shop_writer', slice);
                END LOOP;
            END $partitions$;
            """,
        ],
        MigrationSql.ListStatements(
            model => Shop.Orders(Writer(model)), model => Shop.Orders(Writer(model)).GrantPartitionsTo("shop_writer", TableRights.Select)));

    [Fact]
    public void Storage_parameters_change_on_each_partition()
    {
        Action<ModelBuilder> before = model =>
            Shop.Orders(model).HasStorageParameter("fillfactor", 70).HasStorageParameter("parallel_workers", 2);
        Action<ModelBuilder> after = model =>
            Shop.Orders(model).HasStorageParameter("fillfactor", 90).HasStorageParameter("parallel_workers", 2);
        Assert.Equal([OnEachPartition("SET (fillfactor=90)")], MigrationSql.ListStatements(before, after));
        Assert.Equal(
            [OnEachPartition("RESET (fillfactor, parallel_workers)")], MigrationSql.ListStatements(after, model => Shop.Orders(model)));
    }

    private static string OnEachPartition(string change) =>
        $"""
        DO $partitions$
        DECLARE
            slice regclass;
        BEGIN
            FOR slice IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'orders'::regclass LOOP
                EXECUTE format('ALTER TABLE %s {change}', slice);
            END LOOP;
        END $partitions$;
        """;

    [Fact]
    public void A_new_leaf_of_a_sliced_hierarchy_is_sliced_too() => Assert.Equal(
        [
            """
            CREATE TABLE express_orders (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                courier text NOT NULL,
                CONSTRAINT pk_express_orders PRIMARY KEY (tenant_id, id)
            )
            PARTITION BY RANGE (id);
            """,
            "CREATE TABLE express_orders_default PARTITION OF express_orders DEFAULT;",
            "ALTER TABLE express_orders_default ADD CONSTRAINT fk_express_orders_orders_tenant_id_id " +
            "FOREIGN KEY (tenant_id, id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE;",
            CreateSqlTests.Policy("express_orders"),
        ],
        MigrationSql.ListStatements(model => Shop.Orders(model), model =>
        {
            Shop.Orders(model);
            Shop.ExpressOrders(model);
        }));

    [Fact]
    public void How_a_table_that_exists_is_sliced_cannot_change()
    {
        Action<ModelBuilder> notSliced = model =>
            model.Entity<Order>().ToTable("orders").HasKey(order => new { order.TenantId, order.Id });
        foreach (var (from, to) in ((Action<ModelBuilder>, Action<ModelBuilder>)[])
        [
            (model => Shop.Orders(model), model => Shop.Orders(model, SliceInterval.Day)),
            (notSliced, model => Shop.Orders(model)),
            (model => Shop.Orders(model), notSliced),
        ])
        {
            var error = Assert.Throws<NotSupportedException>(() => MigrationSql.ListStatements(from, to));
            Assert.Contains("How table 'orders' is sliced cannot change", error.Message, StringComparison.Ordinal);
            Assert.Contains("Map the entity to a new table, copy the rows", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_columns_that_slice_may_have_other_names()
    {
        Action<ModelBuilder> sliced = model =>
            Shop.Customers(model).IsSlicedByTime(customer => customer.Id, SliceInterval.Day, customer => customer.UpdatedAt);
        Assert.Equal(
            ["ALTER TABLE customers RENAME COLUMN updated_at TO changed;", "ALTER TABLE customers RENAME COLUMN id TO customer_no;"],
            MigrationSql.ListStatements(sliced, sliced.And(model =>
            {
                model.Entity<Customer>().Property(customer => customer.Id).HasColumnName("customer_no");
                model.Entity<Customer>().Property(customer => customer.UpdatedAt).HasColumnName("changed");
            })));
    }

    [Theory]
    [InlineData("Id", "Key")]
    [InlineData("Key", "Id")]
    public void The_property_that_slices_may_have_another_name(string before, string after) => Assert.Equal(
        [$"ALTER TABLE things RENAME COLUMN {SnakeCaseConvention.Convert(before)} TO {SnakeCaseConvention.Convert(after)};"],
        MigrationSql.ListStatements(model => Things(model, before), model => Things(model, after)));

    [Fact]
    public void Another_column_cannot_slice_even_if_the_first_gets_another_name()
    {
        Action<ModelBuilder> lines = model =>
        {
            Shop.Orders(model);
            var line = Shop.Lines(model);
            line.Metadata.RemoveForeignKey(line.Metadata.GetForeignKeys().Single());
        };
        var error = Assert.Throws<NotSupportedException>(() => MigrationSql.ListStatements(lines, lines.And(model =>
        {
            var line = model.Entity<OrderLine>().IsSlicedWith<OrderLine, Order>(line => line.Id);
            line.Property(line => line.OrderId).HasColumnName("order_no");
        })));
        Assert.Contains("How table 'order_lines' is sliced cannot change", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sliced_table_keeps_its_name()
    {
        var error = Assert.Throws<NotSupportedException>(() => MigrationSql.ListStatements(
            model => Order(model, "express_orders"), model => Order(model, "fast_orders")));
        Assert.Contains("Table 'express_orders' is sliced and cannot be renamed", error.Message, StringComparison.Ordinal);
        Assert.Contains("Keep the name with ToTable", error.Message, StringComparison.Ordinal);
    }

    private static void Things(ModelBuilder model, string key) => model.Entity("Thing", thing =>
    {
        thing.Property<Guid>("TenantId");
        thing.Property<Guid>(key);
        thing.ToTable("things").HasKey("TenantId", key);
        thing.IsSlicedByTime(key, SliceInterval.Day);
    });

    private static void Order(ModelBuilder model, string leaf)
    {
        Shop.Orders(model);
        Shop.ExpressOrders(model).ToTable(leaf);
    }

    private static void Trigger(ModelBuilder model, string when) =>
        model.Entity<Customer>().HasSqlTrigger("stamp", when, "EXECUTE FUNCTION f()");

    private static ModelBuilder Writer(ModelBuilder model) => model.HasSqlRole("shop_writer", RoleScope.AllTenants);
}
