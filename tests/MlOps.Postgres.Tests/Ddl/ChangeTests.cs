using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Postgres.Tests.Triggers;
using MlOps.Postgres.Tests.Views;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>Changes of a model on a server, in a database that has a slice already.</summary>
public sealed class ChangeTests(TestServer server) : IAsyncLifetime
{
    private static readonly Action<ModelBuilder> Base = model =>
    {
        model.HasSqlRole("shop_reader").HasSqlFunction("stamp()", "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        Shop.Orders(model);
        Shop.ExpressOrders(model);
        Shop.Lines(model);
        Shop.Customers(model).ToTable(table => table.HasCheckConstraint("ck_score", "score <> 0")).HasSqlTrigger(
            "on_score", "BEFORE UPDATE OF score", "WHEN (NEW.score <> OLD.score) EXECUTE FUNCTION stamp()");
        Shop.Bookings(model);
        View(model);
    };

    private static readonly Dictionary<string, Action<ModelBuilder>> Changes = new()
    {
        ["a policy, a grant and a trigger"] = Base.And(model => model.Entity<Customer>().IsTenantOwned(customer => customer.TenantId)
            .GrantTo("shop_reader", TableRights.Select).HasUpdatedAtTrigger(customer => customer.UpdatedAt)),
        ["rights on partitions"] = Base.And(model =>
            model.HasSqlRole("shop_service", RoleScope.AllTenants).Entity<Order>().GrantPartitionsTo("shop_service", TableRights.Select)),
        ["the name of the tenant's column, which policies and keys hold"] = Base.And(model =>
        {
            model.Entity<Order>().Property(order => order.TenantId).HasColumnName("owner_id");
            model.Entity<Order>().HasSqlTrigger("stamp", "BEFORE UPDATE", "EXECUTE FUNCTION stamp()");
        }),
        ["the name of the column that slices"] =
            Base.And(model => model.Entity<Order>().Property(order => order.Id).HasColumnName("order_no")),
        ["the name of a member's column that slices"] =
            Base.And(model => model.Entity<OrderLine>().Property(line => line.OrderId).HasColumnName("order_no")),
        ["rights on a leaf alone"] = Base.And(model => model.Entity<ExpressOrder>().GrantTo("shop_reader", TableRights.Select)),
        ["no rule for deletions"] = Base.And(model => model.Entity<OrderLine>().HasOne<Order>().WithMany()
            .HasForeignKey(line => new { line.TenantId, line.OrderId }).OnDelete(DeleteBehavior.NoAction)),
        ["a stricter rule for deletions"] = Base.And(model => model.Entity<OrderLine>().HasOne<Order>().WithMany()
            .HasForeignKey(line => new { line.TenantId, line.OrderId }).OnDelete(DeleteBehavior.Restrict)),
        ["a column's type under a view, a trigger and a CHECK"] =
            Base.And(model => model.Entity<Customer>().Property(customer => customer.Score).HasConversion<long>()),
        ["a column's name under a view"] =
            Base.And(model => model.Entity<Customer>().Property(customer => customer.Name).HasColumnName("label")),
        ["a table's name and its trigger"] =
            Base.And(model => model.Entity<Customer>().ToTable("clients").HasUpdatedAtTrigger(customer => customer.UpdatedAt)),
        ["a view more on a view"] = Base.And(model => model.HasSqlMaterializedView(
            "a_counts", ["id"], names => $"SELECT id, count(*) FROM {names.View("v_customers")} GROUP BY id", "shop_reader")),
        ["a materialized view of tenants' rows"] = Base.And(model => CustomerCountsView.Add(model.HasSqlRole("shop_owner", RoleScope.Owner))
            .HasSqlTenantView("v_counts", "m_customers", "shop_reader")),
        ["functions that a table calls and that read it"] = Base.And(FunctionOrderTests.Scored),
        ["the type of the tenant's column, which a policy holds"] =
            Base.And(model => model.Entity<Order>().Property(order => order.TenantId).HasColumnType("tenant_key")),
        ["a column's type and its CHECK"] = Base.And(model => model.Entity<Customer>()
            .ToTable(table => table.HasCheckConstraint("ck_score", "score <> 'NaN'")).Property(customer => customer.Score)
                .HasConversion<double>()),
        ["what must be equal where periods must not overlap"] =
            Base.And(model => Shop.NoOverlaps(model.Entity<Booking>(), booking => new { booking.TenantId, booking.Room, booking.Id })),
        ["one more constraint against overlaps"] = Base.And(model => model.Entity<Booking>().HasNoOverlaps(
            "ex_all", booking => booking.TenantId, booking => booking.StartsAt, booking => booking.EndsAt)),
        ["a column's name under a constraint against overlaps"] =
            Base.And(model => model.Entity<Booking>().Property(booking => booking.Room).HasColumnName("place")),
        ["a table's name under a constraint against overlaps"] = Base.And(model => model.Entity<Booking>().ToTable("stays")),
        ["comments of a sliced table"] = Base.And(model => model.Entity<Order>().ToTable(table => table.HasComment("it's ours"))),
    };

    private NpgsqlDataSource _changed = null!;
    private NpgsqlDataSource _new = null!;

    public static TheoryData<string> Names => [.. Changes.Keys];

    public async ValueTask InitializeAsync()
    {
        _changed = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());
        _new = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());
        foreach (var dataSource in (NpgsqlDataSource[])[_changed, _new])
            await ExecuteAsync(dataSource, "CREATE DOMAIN tenant_key AS uuid");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dataSource in (NpgsqlDataSource[])[_changed, _new])
        {
            await dataSource.DisposeAsync();
            await server.DropDatabaseAsync(dataSource.ConnectionString);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_changed_schema_is_the_one_that_is_made_anew_and_the_way_back_leads_to_the_first(string change)
    {
        await ApplyAsync(_changed, null, Base);
        var first = await SchemaCatalogue.ReadAsync(_changed);
        await ApplyAsync(_changed, Base, Changes[change]);
        await ApplyAsync(_new, null, Changes[change]);
        Assert.NotEqual(first, await SchemaCatalogue.ReadAsync(_changed));
        Assert.Equal(await SchemaCatalogue.ReadAsync(_new), await SchemaCatalogue.ReadAsync(_changed));

        await ApplyAsync(_changed, Changes[change], Base);
        Assert.Equal(first, await SchemaCatalogue.ReadAsync(_changed));
        await ApplyAsync(_changed, Base, null);
        Assert.Empty(await SchemaCatalogue.ReadAsync(_changed));
    }

    [Fact]
    public async Task The_keys_of_slices_that_exist_are_changed_between_the_slices_and_no_row_of_these_is_read()
    {
        await ApplyAsync(_changed, null, Base);
        foreach (var table in (string[])["orders", "order_lines"])
            await ExecuteAsync(
                _changed, $"CREATE TABLE {table}_2026_01 PARTITION OF {table} FOR VALUES FROM ('{Guid.Empty}') TO ('{Guid.AllBitsSet}')");

        await ApplyAsync(_changed, Base, Changes["a stricter rule for deletions"]);
        await using var command = _changed.CreateCommand(
            """
            SELECT string_agg(conrelid::regclass || ' ' || pg_get_constraintdef(oid), E'\n' ORDER BY conrelid::regclass::text)
            FROM pg_constraint WHERE conname = 'fk_order_lines_orders_tenant_id_order_id'
            """);
        Assert.Equal(
            """
            order_lines_2026_01 FOREIGN KEY (tenant_id, order_id) REFERENCES orders_2026_01(tenant_id, id) ON DELETE RESTRICT NOT VALID
            order_lines_default FOREIGN KEY (tenant_id, order_id) REFERENCES orders(tenant_id, id) ON DELETE RESTRICT
            """,
            await command.ExecuteScalarAsync());
    }

    private static void View(ModelBuilder model) => model.HasSqlView(
        "v_customers",
        names =>
        {
            var c = names.Table<Customer>("c");
            return $"SELECT {c[x => x.Id]}, {c[x => x.Name]}, {c[x => x.Score]} FROM {c}";
        },
        "shop_reader");

    private static async Task ApplyAsync(NpgsqlDataSource dataSource, Action<ModelBuilder>? from, Action<ModelBuilder>? to)
    {
        foreach (var statement in MigrationSql.ListStatements(from, to))
            await ExecuteAsync(dataSource, statement);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
