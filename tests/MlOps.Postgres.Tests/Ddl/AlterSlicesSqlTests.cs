using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Conventions;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>What a migration does to tables that have slices already.</summary>
public class AlterSlicesSqlTests
{
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
                tenant_id uuid NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id', true), '')::uuid),
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

    private static ModelBuilder Writer(ModelBuilder model) => model.HasSqlRole("shop_writer", RoleScope.AllTenants);
}
